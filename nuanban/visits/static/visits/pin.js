// A home is pointed at: a press or the arrows put a pin, the two boxes say the same in numbers.
// What the boxes say is the truth; the pin and its words are drawn from them.
import { degrees, mercator } from "./earth.js";
import { division, isOutside, learn, warning, words } from "./pin_words.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ZOOMS = { "+": 0.5, "=": 0.5, "-": 2, _: 2 };
// Of the width of the drawing; with Shift so many times as much.
const STEP = 1 / 60;
const FAST = 5;
const NEAR_EDGE = 0.04;
const DRAG_PIXELS = 6;
const WAIT_MS = 250;
const FAILED = "地图没有取到，请再按一次放大或缩小。也可以直接填数字，或者不填。";

const map = document.querySelector("[data-pin]");
const form = map?.closest("form");
const part = (name) => map.querySelector(`[data-pin-${name}]`);
const boxes = () => [form.elements.latitude, form.elements.longitude];
const wanted = () => form.elements.division.value;
let seen = null; // left, top, width, height, in parts of the world
let across = 0; // degrees that were asked for last
let asking = null;
let timer = 0;
let held = null;

/** Where the boxes say, or null. */
function pinned() {
  const isBad = boxes().some((box) => box.value.trim() === "" || !box.validity.valid);
  return isBad ? null : boxes().map((box) => Number(box.value));
}

function put(point) {
  boxes().forEach((box, turn) => { box.value = point ? point[turn].toFixed(5) : ""; });
  boxes()[0].dispatchEvent(new Event("input", { bubbles: true }));
}

function partOfFrame(point) {
  const [x, y] = mercator(point);
  return [(x - seen.left) / seen.width, (y - seen.top) / seen.height];
}

function inFrame([right, down]) {
  return degrees([seen.left + right * seen.width, seen.top + down * seen.height]);
}

function place(mark, point) {
  if (!point || !seen) { mark.setAttribute("display", "none"); return; }
  const [right, down] = partOfFrame(point);
  mark.setAttribute("x", `${100 * right}%`);
  mark.setAttribute("y", `${100 * down}%`);
  mark.removeAttribute("display");
}

function show() {
  const point = pinned();
  place(part("mark"), point);
  place(part("middle"), division(wanted())?.point);
  part("said").textContent = words(point, wanted());
  part("warned").textContent = warning(point, wanted());
  part("warned").hidden = !part("warned").textContent;
}

/** Brings the pin into sight; what is only half typed lies elsewhere on the earth. */
function follow() {
  const point = pinned();
  clearTimeout(timer);
  if (!seen || !point || isOutside(point, 4)) return;
  const isSeen = partOfFrame(point).every((it) => it > NEAR_EDGE && it < 1 - NEAR_EDGE);
  if (!isSeen) timer = setTimeout(() => lookAt(point), WAIT_MS);
}

function shift(right, down) {
  for (const it of [part("ground"), part("over")]) {
    it.style.transform = right || down ? `translate(${right}px, ${down}px)` : "";
  }
}

/** How many letters fit across the drawing: so many names can be read. */
function letters() {
  const size = parseFloat(getComputedStyle(part("frame")).fontSize);
  return (part("frame").clientWidth / size).toFixed(1);
}

function draw(text) {
  const ground = new DOMParser().parseFromString(text, "text/html").querySelector("[data-edges]");
  if (!ground) throw new Error("no ground");
  const [left, top, width, height] = ground.dataset.edges.split(" ").map(Number);
  seen = { left, top, width, height };
  across = 360 * width;
  learn(JSON.parse(ground.dataset.villages));
  part("ground").replaceChildren(ground);
  shift(0, 0);
  show();
  follow();
}

/** Asks for a drawing; the last question counts. */
async function look(asked) {
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  part("frame").setAttribute("aria-busy", "true");
  try {
    const query = new URLSearchParams({ ...asked, chosen: wanted(), letters: letters() });
    const answer = await fetch(`${map.dataset.ground}?${query}`, { signal: mine.signal });
    draw(answer.ok ? await answer.text() : "");
  } catch {
    if (asking !== mine) return;
    shift(0, 0);
    part("said").textContent = FAILED;
  }
  part("frame").removeAttribute("aria-busy");
}

function lookAt([latitude, longitude]) {
  return look(across ? { latitude, longitude, across } : { latitude, longitude });
}

function begin() {
  const point = pinned();
  return point && !isOutside(point, 4) ? lookAt(point) : look({ division: wanted() });
}

function zoom(times) {
  if (!seen) return begin();
  across *= times;
  return lookAt(pinned() ?? inFrame([0.5, 0.5]));
}

/** The keyboard begins in the middle of what is seen. Gives whether it began now. */
function putFirst() {
  const isFirst = !pinned();
  if (isFirst) put(inFrame([0.5, 0.5]));
  return isFirst;
}

function step([right, down], times) {
  if (putFirst()) return;
  const [x, y] = partOfFrame(pinned());
  // A step down is as long as one across, though the drawing is wider than high.
  put(inFrame([x + right * STEP * times, y + (down * STEP * times * seen.width) / seen.height]));
}

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !seen) return;
  const { key } = event;
  if (key in ARROWS) step(ARROWS[key], event.shiftKey ? FAST : 1);
  else if (key in ZOOMS) zoom(ZOOMS[key]);
  else if (key === "Escape") put(null);
  else if (key === "Enter" || key === " ") putFirst();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** How far the mouse dragged the drawing, in pixels. */
const dragged = (event) => [event.clientX - held.x, event.clientY - held.y];

function drag(event) {
  if (!held || held.isDropped) return;
  const [right, down] = dragged(event);
  if (!held.moved && Math.hypot(right, down) < DRAG_PIXELS) return;
  held.moved = true;
  part("frame").classList.add("is-dragged");
  shift(right, down);
}

function drop(event) {
  if (!held || held.isDropped) return;
  held.isDropped = true;
  part("frame").classList.remove("is-dragged");
  if (!held.moved) return;
  const { width, height } = part("frame").getBoundingClientRect();
  const [right, down] = dragged(event);
  lookAt(inFrame([0.5 - right / width, 0.5 - down / height]));
}

function point(event) {
  // The click after a drag is none.
  if (!seen || held?.moved) return;
  const box = part("over").getBoundingClientRect();
  put(inFrame([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]));
}

function watchFrame(frame) {
  frame.addEventListener("click", point);
  frame.addEventListener("keydown", press);
  frame.addEventListener("pointerdown", (event) => {
    const isMouse = event.pointerType === "mouse" && event.button === 0 && seen;
    held = isMouse ? { x: event.clientX, y: event.clientY, moved: false } : null;
  });
  addEventListener("pointermove", drag);
  addEventListener("pointerup", drop);
  addEventListener("pointercancel", drop);
}

function watchForm() {
  form.addEventListener("input", (event) => {
    if (!boxes().includes(event.target)) return;
    show();
    follow();
  });
  form.addEventListener("change", (event) => {
    if (event.target === form.elements.division && !pinned() && seen) look({ division: wanted() });
    show();
    follow();
  });
  for (const button of map.querySelectorAll("[data-pin-zoom]")) {
    button.addEventListener("click", () => zoom(Number(button.dataset.pinZoom)));
  }
  document.addEventListener("nb:care", () => seen && lookAt(inFrame([0.5, 0.5])));
  part("whole").addEventListener("click", () => look({}));
  part("away").addEventListener("click", () => put(null));
}

if (map) {
  learn(JSON.parse(document.getElementById("pin-places").textContent));
  watchFrame(part("frame"));
  watchForm();
  show();
  const folds = map.closest("details");
  if (!folds || folds.open) begin();
  else folds.addEventListener("toggle", begin, { once: true });
}
