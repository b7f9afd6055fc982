// <form data-autosave="name"> keeps what was typed in this tab until it is sent.
// Never kept: passwords, files, hidden boxes, [data-no-save]. Not for kiosks.
import { say, texts } from "./say.js";

const PREFIX = "nb:draft:";
const DELAY_MS = 400;

const place = (form) => `${PREFIX}${location.pathname}:${form.dataset.autosave}`;
const boxes = (form) => [...form.elements].filter((it) => it.name
  && !["hidden", "password", "file", "submit", "button"].includes(it.type) && !("noSave" in it.dataset));

function collect(form) {
  return boxes(form).map((it) => [it.name, it.value, ["checkbox", "radio"].includes(it.type) ? it.checked : null]);
}

function putBack(form, kept) {
  for (const [name, value, checked] of kept) {
    for (const box of boxes(form).filter((it) => it.name === name)) {
      if (checked === null) box.value = value;
      else if (box.value === value) box.checked = checked;
    }
  }
  // For scripts that draw what the boxes say.
  form.dispatchEvent(new Event("change"));
}

function offer(form, kept) {
  say(texts().draftFound, {
    deeds: [
      [texts().draftBack, () => putBack(form, kept)],
      [texts().draftAway, () => sessionStorage.removeItem(place(form))],
    ],
  });
}

function keepWatch(form) {
  let dirty = false;
  let timer = 0;
  const found = sessionStorage.getItem(place(form));
  if (found && !("bound" in form.dataset)) offer(form, JSON.parse(found));
  const save = () => sessionStorage.setItem(place(form), JSON.stringify(collect(form)));
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, DELAY_MS);
  });
  window.addEventListener("pagehide", () => { if (dirty) save(); });
  form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    dirty = false;
    sessionStorage.removeItem(place(form));
  });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}

/** Forget every draft whose form was answered: the page after a success says so. */
function forgetSent() {
  for (const it of document.querySelectorAll("[data-autosave-sent]")) {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX) && key.endsWith(`:${it.dataset.autosaveSent}`)) sessionStorage.removeItem(key);
    }
  }
}

export function start(root = document) {
  forgetSent();
  root.querySelectorAll("form[data-autosave]").forEach(keepWatch);
}
