// The reading buttons of the toolbar.
import { change, settings, tell } from "./care.js";
import * as aloud from "./read_aloud.js";

const button = (name) => document.querySelector(`[data-care-bar] [data-read=${name}]`);
const words = () => document.querySelector("[data-care-said]").dataset;

function show() {
  const page = button("page");
  const label = page.querySelector("span");
  page.dataset.labelStart ??= label.textContent;
  const on = aloud.reading();
  page.setAttribute("aria-pressed", String(on));
  label.textContent = on ? page.dataset.labelStop : page.dataset.labelStart;
  const pause = button("pause");
  pause.hidden = !on;
  pause.setAttribute("aria-pressed", String(aloud.paused()));
}

const DEEDS = {
  page: () => (aloud.reading() ? aloud.stop() : aloud.readElement()),
  pause: () => (aloud.paused() ? aloud.resume() : aloud.pause()),
  selection: () => aloud.readSelection() || tell(words().nothingSelected),
  pointer: () => { change("pointer"); if (!settings().pointer) aloud.stop(); },
};

export function start() {
  if (!button("page")) return;
  for (const [name, deed] of Object.entries(DEEDS)) {
    // the selection must survive the press
    button(name).addEventListener("pointerdown", (event) => event.preventDefault());
    button(name).addEventListener("click", deed);
  }
  document.addEventListener("nb:read", (event) => {
    if (event.detail.kind === "no-voice") tell(words().noVoice, 0);
    show();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") aloud.stop(); });
  window.addEventListener("pagehide", () => aloud.stop());
  aloud.readUnderPointer(() => document.documentElement.dataset.readPointer === "on");
}
