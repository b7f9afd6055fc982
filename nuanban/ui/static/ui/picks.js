// Some of many: what is typed above the tick boxes leaves fewer of them. Ticked ones stay, on top.

const ticked = (entry) => entry.querySelector("input").checked;

function narrow(picks) {
  const box = picks.querySelector("[data-picks-words]");
  const told = picks.querySelector("[data-picks-told]");
  const list = picks.querySelector(".choices");
  const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const entries = [...list.children];
  const found = entries.filter((it) => words.every((word) => it.textContent.toLowerCase().includes(word)));
  for (const it of entries) it.hidden = !ticked(it) && !found.includes(it);
  list.prepend(...entries.filter(ticked));
  list.scrollTop = 0;
  told.textContent = !words.length ? "" : found.length ? told.dataset.some.replace("{n}", found.length) : told.dataset.none;
}

export function start() {
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-picks-words]")) narrow(event.target.closest("[data-picks]"));
  });
  document.addEventListener("keydown", (event) => {
    // Enter would send the whole form.
    if (event.key === "Enter" && event.target.matches?.("[data-picks-words]")) event.preventDefault();
  });
}
