// The kiosk: a card or a number in, a slip out, and back to the start with nothing left behind.
import { leave, watch } from "../ui/idle.js";
import { sayAloud } from "../ui/read_aloud.js";
import { release } from "../ui/once.js";
import { ask, giveNumber, newKey, start as startOffline } from "./kiosk_offline.js";

const UNTOUCHED_SECONDS = 90;
const ID_SHAPE = /^(\d{17}[\dX]|\d{15})$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

const start = document.body.dataset.start;
const main = document.getElementById("main");
const face = () => main.querySelector("[data-face]");
let watching = null;
let warnedFor = null;

const tidy = (typed) => typed.normalize("NFKC").toUpperCase().replace(/[^\dX]/g, "");

/** Whether a typed number can be right: nothing, or 15 or 18 places with a fitting last one. */
export function looksRight(typed) {
  const number = tidy(typed);
  if (!typed.trim()) return true;
  if (!ID_SHAPE.test(number)) return false;
  if (number.length === 15) return true;
  const sum = WEIGHTS.reduce((whole, weight, n) => whole + weight * Number(number[n]), 0);
  return "10X98765432"[sum % 11] === number[17];
}

function tell(text) {
  const box = main.querySelector("[data-told]");
  if (!box) return;
  const words = Object.assign(document.createElement("p"), { textContent: text });
  const notice = Object.assign(document.createElement("div"), { className: "notice warm" });
  notice.setAttribute("role", "alert");
  notice.append(words);
  box.replaceChildren(notice);
  sayAloud(text);
}

// one face follows the other in the same document: the browser's history keeps nothing
function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const next = page.getElementById("main");
  if (!next?.querySelector("[data-face]")) return false;
  main.replaceChildren(...next.childNodes);
  document.title = page.title;
  document.body.className = page.body.className;
  window.scrollTo(0, 0);
  begin();
  return true;
}

function begin() {
  watching?.stop();
  watching = null;
  const shown = face();
  if (!shown) return;
  const { said, backAfter, printsItself } = shown.dataset;
  if (shown.dataset.face === "start") { readyToStart(shown); return; }
  shown.querySelector("h1")?.focus({ preventScroll: true });
  if (said) sayAloud(said);
  if (printsItself !== undefined) setTimeout(() => window.print(), 300);
  watching = watch({ seconds: Number(backAfter), to: start });
}

function readyToStart(shown) {
  const fault = shown.querySelector("[data-fault]");
  if (fault) sayAloud(fault.textContent);
  shown.querySelector("[data-card-box]")?.setAttribute("inputmode", "none");
  // somebody chose another language and may have gone
  if (document.documentElement.lang.startsWith("en")) onTouched();
}

/** The face for a number given while the network is away. */
function showAlone({ label, word }) {
  const slip = main.querySelector("template[data-offline-slip]").content.cloneNode(true);
  const drawn = slip.querySelector(".ticket-number");
  drawn.setAttribute("aria-label", label);
  drawn.querySelector("text").textContent = label;
  if (word) slip.querySelector(".ticket-item").textContent = word;
  const now = new Date();
  const printed = `${now.getMonth() + 1} 月 ${now.getDate()} 日 ${now.toTimeString().slice(0, 5)}`;
  slip.querySelectorAll("p:empty").forEach((it) => { it.textContent = printed; });
  const done = Object.assign(document.createElement("a"), { className: "button big", href: start, textContent: main.querySelector("form[data-kiosk]").dataset.doneWord });
  done.dataset.done = "";
  const said = main.querySelector("form[data-kiosk]").dataset.aloneWords.replace("{n}", label);
  const box = Object.assign(document.createElement("div"), { className: "stack kiosk-calm" });
  Object.assign(box.dataset, { face: "alone", said, backAfter: "30", printsItself: "" });
  const head = Object.assign(document.createElement("h1"), { textContent: said, tabIndex: -1 });
  const row = Object.assign(document.createElement("p"));
  row.append(done);
  box.append(head, slip, row);
  main.replaceChildren(box);
  begin();
}

async function checkIn(form) {
  const sent = new FormData(form);
  const tried = newKey();
  sent.set("op", tried);
  const answer = await ask(form.action, { body: new URLSearchParams(sent) });
  if (answer) { if (!show(await answer.text())) leave(start); return; }
  const item = String(sent.get("item") ?? "");
  const given = await giveNumber({ idNumber: String(sent.get("id_number") ?? ""), needs: sent.getAll("needs"), item, tried }).catch(() => null);
  const word = item && form.querySelector("[name=item]:checked")?.closest("label").textContent.trim();
  if (given) showAlone({ ...given, word });
  else tell(form.dataset.noNumberWords);
  release(form);
}

async function callHelp(form, kind) {
  const sent = new FormData(form);
  sent.set("op", newKey());
  if (kind) sent.set("kind", kind);
  const answer = await ask(form.action, { body: new URLSearchParams(sent) });
  if (answer && show(await answer.text())) return;
  release(form);
  tell(form.dataset.helpAlone);
}

function onSubmit(event) {
  const form = event.target;
  if (form.matches("[data-help-form]")) { event.preventDefault(); callHelp(form, event.submitter?.value); return; }
  if (!form.matches("[data-kiosk]")) return;
  event.preventDefault();
  const box = form.querySelector("[data-card-box]");
  if (form.elements.via.value === "typed" && !looksRight(box.value) && warnedFor !== box.value) {
    // once: a card with a wrong last digit exists, and the person may insist
    warnedFor = box.value;
    release(form);
    tell(form.dataset.checkWords);
    box.focus();
    return;
  }
  checkIn(form);
}

function typed() {
  const via = main.querySelector("form[data-kiosk] [name=via]");
  if (via) via.value = "typed";
}

function onClick(event) {
  const box = main.querySelector("[data-card-box]");
  const digit = event.target.closest("[data-digit]");
  if (digit || event.target.closest("[data-erase]")) typed();
  if (digit && box.value.length < 18) box.value += digit.dataset.digit;
  if (event.target.closest("[data-erase]")) box.value = box.value.slice(0, -1);
  if (event.target.closest("[data-done]")) { event.preventDefault(); leave(start); }
}

function onTouched() {
  if (!watching && face()?.dataset.face === "start") watching = watch({ seconds: UNTOUCHED_SECONDS, to: start });
}

// the reader speaks before the form does: say by which way the number came
window.addEventListener("card", () => {
  const via = main.querySelector("form[data-kiosk] [name=via]");
  if (via) via.value = "card";
}, true);
document.addEventListener("submit", onSubmit);
document.addEventListener("click", onClick);
main.addEventListener("input", typed);
["input", "change", "click"].forEach((sign) => main.addEventListener(sign, onTouched));
startOffline();
begin();
