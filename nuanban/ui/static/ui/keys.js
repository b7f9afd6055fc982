// Keyboard shortcuts stand on the elements: data-key="N". "?" shows them all.
// Never while typing, never with Ctrl/Alt/Meta, never behind an open dialog; can be switched off.

const OFF = "nb:keys-off";
const WRITING = "input:not([type=button], [type=submit], [type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
const NAMES = { Enter: "⏎ 回车", Escape: "Esc", " ": "空格" };

const isOff = () => localStorage.getItem(OFF) === "1";
const visible = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

function keyed(root = document) {
  return [...root.querySelectorAll("[data-key]")].filter((it) => visible(it) && !it.matches("[disabled], [aria-disabled=true]"));
}

function labelOf(element) {
  const told = element.dataset.keyLabel ?? element.getAttribute("aria-label");
  if (told) return told;
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, svg, .count").forEach((it) => it.remove());
  return copy.textContent.trim();
}

function press(element) {
  if (element.matches(WRITING)) { element.focus(); element.select?.(); } else element.click();
}

/** The element a key press is meant for, or null. */
export function target(event) {
  const writing = event.target.closest?.(WRITING);
  if (writing || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return null;
  if (document.querySelector("dialog[open]") || isOff()) return null;
  if (event.key === "Enter" && event.target.closest?.("a, button, summary")) return null;
  const wanted = event.key.toUpperCase();
  return keyed().find((it) => it.dataset.key.toUpperCase() === wanted) ?? null;
}

function fillSheet(dialog) {
  const rows = dialog.querySelector("[data-keys-rows]");
  rows.replaceChildren(...keyed().map((element) => {
    const row = document.createElement("tr");
    const cap = Object.assign(document.createElement("kbd"), { textContent: NAMES[element.dataset.key] ?? element.dataset.key });
    const [first, second] = [document.createElement("td"), document.createElement("td")];
    first.append(cap);
    second.textContent = labelOf(element);
    row.append(first, second);
    return row;
  }));
}

export function start() {
  document.addEventListener("keydown", (event) => {
    const element = target(event);
    if (!element) return;
    event.preventDefault();
    press(element);
  });
  const dialog = document.querySelector("[data-keys]");
  if (!dialog) return;
  document.addEventListener("nb:opening", (event) => { if (event.detail === dialog) fillSheet(dialog); });
  const off = dialog.querySelector("[data-keys-off]");
  off.checked = isOff();
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "1" : "0"));
  for (const element of document.querySelectorAll("[data-key]")) {
    if (element.dataset.key.length === 1) element.setAttribute("aria-keyshortcuts", element.dataset.key);
  }
}
