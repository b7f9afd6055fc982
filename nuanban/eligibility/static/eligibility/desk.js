// The condition builder shows only the boxes that the chosen fact takes, and the next row when the
// one before is used. Without it all stand there.

const BOXES = ["number", "day", "word", "text", "place"];

function field(box) {
  return box.closest(".field");
}

function show(part) {
  const pick = part.querySelector("[data-picks]");
  const takes = (pick.selectedOptions[0]?.dataset.takes ?? "").split(" ");
  for (const box of part.querySelectorAll("select, input")) {
    const name = BOXES.find((it) => box.name.startsWith(`${it}_`));
    if (name) field(box).hidden = !takes.includes(name);
    if (box.name.startsWith("how_")) suit(box, takes);
    if (name === "word") narrow(box, pick.value);
  }
}

// Only numbers are more or less.
function suit(how, takes) {
  field(how).hidden = takes[0] === "";
  if (takes[0] === "") return;
  const isNumber = takes.includes("number");
  for (const option of how.options) option.hidden = option.disabled = !isNumber && !option.value.startsWith("is");
  if (how.selectedOptions[0].disabled) how.value = "is";
}

function narrow(box, fact) {
  for (const group of box.querySelectorAll("optgroup")) {
    const isOwn = [...group.children].some((it) => it.value.startsWith(`${fact}:`));
    group.hidden = group.disabled = !isOwn;
  }
  if (!box.value.startsWith(`${fact}:`)) box.value = "";
}

function used(part) {
  return part.querySelector("[data-picks]").value !== "";
}

function arrange(builder) {
  const groups = [...builder.querySelectorAll("[data-group]")];
  for (const group of groups) {
    const parts = [...group.querySelectorAll("[data-part]")];
    parts.forEach((part, turn) => { part.hidden = turn > 0 && !used(part) && !used(parts[turn - 1]); });
    field(group.querySelector('[name^="join_"]')).hidden = parts.filter(used).length < 2;
  }
  const several = groups.filter((group) => [...group.querySelectorAll("[data-part]")].some(used));
  field(builder.querySelector('[name="between"]')).hidden = several.length < 2;
}

for (const builder of document.querySelectorAll("[data-builder]")) {
  for (const part of builder.querySelectorAll("[data-part]")) {
    show(part);
    part.addEventListener("change", (event) => {
      if (event.target.matches("[data-picks]")) { show(part); arrange(builder); }
    });
  }
  arrange(builder);
}
