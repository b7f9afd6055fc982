// A stop is dragged with the mouse to another place or crew. The server says what that means;
// only its button saves. Without a script, by keyboard and by touch the form above does the same.
import { say } from "../ui/say.js";

const NEAR = 6;
const dialog = document.getElementById("dropped");
const lines = [...document.querySelectorAll(".day-line")];
let held = null;

const lineAt = (y) => lines.find((line) => {
  const box = line.getBoundingClientRect();
  return y >= box.top - 16 && y <= box.bottom + 16;
});

function goalAt(line, x, own) {
  const box = line.getBoundingClientRect();
  const { first, last, crew } = line.dataset;
  const second = Number(first) + ((x - box.left) / box.width) * (last - first);
  const before = [...line.querySelectorAll(".day-stop")]
    .filter((stop) => stop !== own && Number(stop.dataset.mid) <= second).at(-1);
  return `${crew}:${before ? before.dataset.visit : "first"}`;
}

function letGo() {
  held?.stop.removeAttribute("transform");
  held?.stop.classList.remove("is-dragged");
  lines.forEach((line) => line.classList.remove("is-goal"));
  held = null;
}

async function show(visit, place) {
  const asked = new URLSearchParams({ day: dialog.dataset.day, visit, place });
  const shown = dialog.querySelector("[data-shown]");
  try {
    const answer = await fetch(`${dialog.dataset.try}?${asked}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.status);
    shown.innerHTML = await answer.text();
    dialog.showModal();
  } catch {
    say("没有连上，没有挪动。请再试一次。", { tone: "red" });
  }
}

function drag(event) {
  if (!held) return;
  const [across, down] = [event.clientX - held.x, event.clientY - held.y];
  if (!held.moved && Math.hypot(across, down) < NEAR) return;
  held.moved = true;
  held.stop.classList.add("is-dragged");
  held.stop.setAttribute("transform", `translate(${across},${down})`);
  const goal = lineAt(event.clientY);
  lines.forEach((line) => line.classList.toggle("is-goal", line === goal));
}

function drop(event) {
  const { stop, grip, moved } = held ?? {};
  const line = moved ? lineAt(event.clientY) : null;
  letGo();
  if (!moved) return;
  // The click that follows would open the link.
  addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
  setTimeout(() => line && show(stop.dataset.visit, goalAt(line, event.clientX - grip, stop)));
}

if (dialog) {
  for (const stop of document.querySelectorAll(".day-line .day-stop[data-state='promised']")) {
    stop.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button !== 0) return;
      const grip = event.clientX - stop.getBoundingClientRect().left;
      held = { stop, grip, x: event.clientX, y: event.clientY, moved: false };
    });
    stop.addEventListener("dragstart", (event) => event.preventDefault());
  }
  addEventListener("pointermove", drag);
  addEventListener("pointerup", drop);
  addEventListener("pointercancel", letGo);
  addEventListener("keydown", (event) => event.key === "Escape" && letGo());
}
