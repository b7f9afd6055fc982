// Reading aloud with the browser's own voice (SpeechSynthesis).
// Emits "nb:read" on document: {kind: start|sentence|pause|resume|stop|end|no-voice, text, said, rate}.
import { speakable } from "./speakable.js";

const SILENT = "[data-quiet], [hidden], [aria-hidden=true], script, style, template, noscript, svg:not([role=img]), .visually-hidden, select, option, input, textarea, dialog:not([open])";
const BLOCKS = "p, li, h1, h2, h3, h4, dt, dd, td, th, caption, legend, label, button, summary, a.tile, .tag, figcaption, div, section";
const END = /[^。！？；!?;…\n]+[。！？；!?;…]*[”’」』）)]*/g;
const VOICE_WAIT_MS = 1500;

const shouted = (kind, detail = {}) => document.dispatchEvent(new CustomEvent("nb:read", { detail: { kind, ...detail } }));
const speech = () => window.speechSynthesis;
const state = { running: 0, paused: false };

/** Whether something is being read now. */
export const reading = () => state.running > 0;
export const paused = () => state.paused;

const language = () => (document.documentElement.lang.startsWith("en") ? "en-US" : "zh-CN");
const rateNow = () => Number(document.documentElement.dataset.readRate || 0.9);

/** A voice for `lang`, a local one first; null when the device has none. */
export async function voiceFor(lang) {
  if (!speech()) return null;
  const find = () => {
    const fitting = speech().getVoices().filter((v) => v.lang.replace("_", "-").startsWith(lang.slice(0, 2)));
    return fitting.find((v) => v.lang.endsWith("CN") && v.localService) ?? fitting.find((v) => v.localService) ?? fitting[0] ?? null;
  };
  if (find() || speech().getVoices().length) return find();
  await new Promise((done) => {
    speech().addEventListener("voiceschanged", done, { once: true });
    setTimeout(done, VOICE_WAIT_MS);
  });
  return find();
}

const seen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

function blocksIn(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => (node.data.trim() && !node.parentElement.closest(SILENT) && seen(node.parentElement)
      ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT),
  });
  const blocks = new Map();
  while (walker.nextNode()) {
    const block = walker.currentNode.parentElement.closest(BLOCKS) ?? root;
    if (!blocks.has(block)) blocks.set(block, []);
    blocks.get(block).push(walker.currentNode);
  }
  return blocks;
}

function rangeOf(nodes, from, to) {
  const range = document.createRange();
  let passed = 0;
  let opened = false;
  for (const node of nodes) {
    const end = passed + node.data.length;
    if (!opened && from < end) { range.setStart(node, from - passed); opened = true; }
    if (opened && to <= end) { range.setEnd(node, to - passed); break; }
    passed = end;
  }
  return range;
}

/** The sentences of `root` in reading order: [{text, range, block}]. */
export function sentencesOf(root) {
  const found = [];
  for (const [block, nodes] of blocksIn(root)) {
    const whole = nodes.map((node) => node.data).join("");
    for (const match of whole.matchAll(END)) {
      const text = match[0].replace(/\s+/g, " ").trim();
      if (/[\p{L}\p{N}]/u.test(text)) found.push({ text, block, range: rangeOf(nodes, match.index, match.index + match[0].length) });
    }
  }
  return found;
}

function highlight(sentence) {
  document.querySelectorAll(".nb-reading").forEach((it) => it.classList.remove("nb-reading"));
  const marks = window.CSS?.highlights;
  if (!sentence) { marks?.delete("nb-reading"); return; }
  if (marks && window.Highlight && sentence.range) marks.set("nb-reading", new Highlight(sentence.range));
  else sentence.block?.classList.add("nb-reading");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  sentence.block?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

function utter(sentence, { lang, rate, voice }) {
  return new Promise((done) => {
    const said = speakable(sentence.text, lang);
    const utterance = new SpeechSynthesisUtterance(said);
    Object.assign(utterance, { lang, rate, voice });
    utterance.onend = utterance.onerror = () => done();
    state.utterance = utterance; // kept, or Chromium forgets to call onend
    highlight(sentence);
    shouted("sentence", { text: sentence.text, said, rate });
    speech().speak(utterance);
  });
}

/** Read sentences one after the other. Resolves true when all were read, false when stopped. */
async function readAll(sentences, { rate, lang = language() } = {}) {
  stop();
  const turn = ++readAll.turns;
  const voice = await voiceFor(lang);
  if (turn !== readAll.turns) return false;
  if (!voice) { shouted("no-voice", { lang }); return false; }
  state.running = turn;
  shouted("start", { text: sentences.map((it) => it.text).join("") });
  for (const sentence of sentences) {
    if (state.running !== turn) return false;
    await utter(sentence, { lang, rate: rate ?? rateNow(), voice });
  }
  if (state.running !== turn) return false;
  state.running = 0;
  highlight(null);
  shouted("end");
  return true;
}
readAll.turns = 0;

/** Read an element, the whole page by default. */
export const readElement = (root = document.getElementById("main"), options) => readAll(sentencesOf(root), options);

/** Read what is selected; false when nothing is. */
export function readSelection(options) {
  const selected = String(window.getSelection()).trim();
  if (!selected) return false;
  readAll([...selected.matchAll(END)].map((match) => ({ text: match[0].trim() })), options);
  return true;
}

/** Say `text` that need not stand on the page, `times` in a row: kiosk greetings, calls in a hall. */
export const sayAloud = (text, { times = 1, ...options } = {}) => readAll(
  Array.from({ length: times }, () => [...text.matchAll(END)].map((match) => ({ text: match[0] }))).flat(), options,
);

export function pause() {
  if (!reading()) return;
  state.paused = true;
  speech().pause();
  shouted("pause");
}

export function resume() {
  if (!state.paused) return;
  state.paused = false;
  speech().resume();
  shouted("resume");
}

export function stop() {
  const was = reading();
  readAll.turns += 1;
  state.running = 0;
  state.paused = false;
  speech()?.cancel();
  highlight(null);
  if (was) shouted("stop");
}

const POINTER_BLOCKS = "a, button, summary, label, p, li, h1, h2, h3, h4, dt, dd, td, th, .tag, legend";

/** Read whatever rests under the pointer or gets the focus, while `wanted()` says so. */
export function readUnderPointer(wanted) {
  let last = null;
  let timer = 0;
  const consider = (target, delay) => {
    const block = target.closest?.(POINTER_BLOCKS);
    if (!wanted() || !block || block === last || block.closest("[data-read]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => { last = block; readAll(sentencesOf(block).length ? sentencesOf(block) : [{ text: block.textContent.trim(), block }]); }, delay);
  };
  document.addEventListener("pointerover", (event) => consider(event.target, 350));
  document.addEventListener("focusin", (event) => consider(event.target, 150));
}
