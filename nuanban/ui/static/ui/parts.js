// Small behaviours of the parts: dialogs, printing, errors first, network trouble in words.
import { say, texts } from "./say.js";

function open(dialog) {
  document.dispatchEvent(new CustomEvent("nb:opening", { detail: dialog }));
  dialog.showModal();
}

function onClick(event) {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog) { event.preventDefault(); open(dialog); }
  }
  if (event.target.closest("[data-prints]")) { event.preventDefault(); window.print(); }
  if (event.target.matches("dialog[open]") && !event.target.closest("[data-stays]")) event.target.close();
}

function onChange(event) {
  const chosen = event.target.closest?.(".upload")?.querySelector("[data-chosen]");
  if (chosen && event.target.type === "file") chosen.textContent = [...event.target.files].map((it) => it.name).join("、") || chosen.dataset.chosen;
}

export function start() {
  document.addEventListener("change", onChange);
  document.addEventListener("click", onClick);
  document.querySelector("[data-errors]")?.focus();
  document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-errors]")?.focus());
  document.addEventListener("htmx:sendError", () => say(texts().noNetwork, { tone: "warm" }));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(status === 403 || status === 404 ? texts().notNow : texts().trouble, { tone: "red" });
  });
}
