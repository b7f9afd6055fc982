// The big screen: draws every word of the server, says each call twice and lights up for those who
// cannot hear. It never holds more of a name than the server sends, which is masked.
import { connect } from "../ui/sse.js";
import { sayAloud } from "../ui/read_aloud.js";

const FLASH_MS = 4000;
const now = document.querySelector("[data-now]");
const before = document.querySelector("[data-before]");
const { stream, poll } = document.body.dataset;

const callOf = (line) => (line ? `${line.number} ${line.window_code} ${line.called_at} ${line.calls}` : "");
const heard = new Set();
const waiting = [];
let first = true;
let speaking = false;

const part = (name, text) => { now.querySelector(`[data-part=${name}]`).textContent = text; };

function drawNow(line) {
  now.querySelector("h1").hidden = !line;
  now.querySelector("[data-nobody]").hidden = Boolean(line);
  if (!line) return;
  part("number", line.number);
  part("name", line.name_masked);
  part("window", line.window);
  now.querySelector(".ticket-no").classList.toggle("long", line.number.length > 4);
}

function drawBefore(lines) {
  before.replaceChildren(...lines.map((line) => {
    const row = document.createElement("li");
    row.append(...[line.number, line.window].map((textContent) => Object.assign(document.createElement("span"), { textContent })));
    return row;
  }));
  document.querySelector("[data-before-title]").hidden = !lines.length;
}

// a call that comes while another is being said waits for its turn
async function speakNext() {
  if (speaking || !waiting.length) return;
  speaking = true;
  const line = waiting.shift();
  document.body.classList.remove("calling");
  void now.offsetWidth; // restarts the animation
  document.body.classList.add("calling");
  const lit = setTimeout(() => document.body.classList.remove("calling"), FLASH_MS);
  await sayAloud(`请 ${line.number} 号，到 ${line.window}。`, { times: 2 }).catch(() => null);
  if (waiting.length) clearTimeout(lit);
  speaking = false;
  speakNext();
}

function onState({ called, waiting: counts }) {
  drawNow(called[0]);
  drawBefore(called.slice(1));
  document.querySelector("[data-waiting]").textContent = `优先等候 ${counts.priority} 人，普通等候 ${counts.ordinary} 人`;
  const fresh = called.filter((line) => !heard.has(callOf(line))).reverse();
  fresh.forEach((line) => heard.add(callOf(line)));
  // what was called before this screen was switched on is shown, not said
  if (!first) waiting.push(...fresh);
  first = false;
  speakNext();
}

connect({ stream, poll, event: "board", onState, everyMs: 4000 });
