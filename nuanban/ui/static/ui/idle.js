// A shared machine goes back to its start when nobody is there, and leaves nothing behind.
// <body data-idle="60" data-idle-to="/kiosk/…">; the countdown can be stopped.
import { texts } from "./say.js";
import { stop as stopReading, reading } from "./read_aloud.js";

const WARN_SECONDS = 15;
const SIGNS = ["pointerdown", "pointermove", "keydown", "scroll", "card"];

/** Forget the person: forms, drafts, voice, look, language; then the start page, without a way back. */
export function leave(to) {
  stopReading();
  document.querySelectorAll("form").forEach((form) => form.reset());
  sessionStorage.clear();
  const care = document.querySelector("[data-care-bar] form");
  const other = document.querySelector("button[name=language][value=zh-hans]")?.form;
  const keepalive = { method: "POST", keepalive: true, headers: { Accept: "application/json" } };
  const tell = (form, words) => form && fetch(form.action, { ...keepalive, body: new URLSearchParams(words) });
  const gone = () => location.replace(to);
  return Promise.all([tell(care, { change: "reset" }), tell(other, { language: "zh-hans", next: to })]).then(gone, gone);
}

function banner(onStay, onHold) {
  const { idleText, idleStay, idleHold } = texts();
  const bar = Object.assign(document.createElement("div"), { className: "leaving" });
  bar.setAttribute("role", "alertdialog");
  bar.setAttribute("aria-label", idleText);
  const words = document.createElement("p");
  const left = Object.assign(document.createElement("span"), { className: "number" });
  words.append(idleText, left);
  const buttons = [[idleStay, onStay, "button"], [idleHold, onHold, "button second"]];
  bar.append(words, ...buttons.map(([textContent, deed, className]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent, className });
    button.addEventListener("click", deed);
    return button;
  }));
  return { bar, left };
}

/** watch({seconds, to}) → {stop}: returns to `to` after `seconds` without a sign of life. */
export function watch({ seconds, to }) {
  let rest = seconds;
  let shown = null;
  const hide = () => { shown?.bar.remove(); shown = null; };
  const alive = () => { if (!shown) rest = seconds; };
  const stay = () => { hide(); rest = seconds; };
  const timer = setInterval(() => {
    rest = reading() ? Math.max(rest, WARN_SECONDS + 1) : rest - 1;
    if (rest <= 0) { clearInterval(timer); hide(); leave(to); return; }
    if (rest > WARN_SECONDS) return;
    if (!shown) { shown = banner(stay, stop); document.body.append(shown.bar); shown.bar.querySelector("button").focus(); }
    shown.left.textContent = ` ${rest} `;
  }, 1000);
  function stop() { clearInterval(timer); hide(); }
  SIGNS.forEach((sign) => document.addEventListener(sign, alive, { passive: true }));
  return { stop };
}

export function start() {
  const { idle, idleTo } = document.body.dataset;
  if (idle && idleTo) watch({ seconds: Number(idle), to: idleTo });
}
