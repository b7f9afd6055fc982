// The condition builder shows only the boxes that the chosen fact takes. Without it all stand there.

const BOXES = ["number", "word", "place"];

function show(part) {
  const pick = part.querySelector("[data-picks]");
  const chosen = pick.selectedOptions[0];
  const takes = chosen?.dataset.takes ?? "";
  for (const box of part.querySelectorAll("select, input")) {
    const name = BOXES.find((it) => box.name.startsWith(`${it}_`));
    if (name) box.closest(".field").hidden = name !== takes;
    if (box.name.startsWith("how_")) box.closest(".field").hidden = takes === "";
    if (name === "word") narrow(box, pick.value);
  }
}

function narrow(box, fact) {
  for (const group of box.querySelectorAll("optgroup")) {
    const isOwn = [...group.children].some((it) => it.value.startsWith(`${fact}:`));
    group.hidden = group.disabled = !isOwn;
  }
  if (!box.value.startsWith(`${fact}:`)) box.value = "";
}

for (const part of document.querySelectorAll("[data-part]")) {
  show(part);
  part.addEventListener("change", (event) => { if (event.target.matches("[data-picks]")) show(part); });
}
