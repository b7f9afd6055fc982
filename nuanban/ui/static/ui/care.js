// 关爱模式 without a reload: the page changes at once, the server is told afterwards.
// The same changes exist in care.py for browsers without scripts.

const LARGEST = 3;
const root = document.documentElement;

const towards = (now, contrast) => ({ ...now, on: true, contrast: now.contrast === contrast ? "none" : contrast });

const CHANGES = {
  toggle: (now) => ({ ...now, on: !now.on }),
  bigger: (now) => ({ ...now, on: true, size: now.on ? Math.min(now.size + 1, LARGEST) : 1 }),
  smaller: (now) => ({ ...now, size: Math.max(now.size - 1, 1) }),
  dark: (now) => towards(now, "dark"),
  light: (now) => towards(now, "light"),
  spacing: (now) => ({ ...now, on: true, spacing: !now.spacing }),
  simple: (now) => ({ ...now, on: true, simple: !now.simple }),
  faster: (now) => ({ ...now, rate: Math.min(now.rate + 1, 20) }),
  slower: (now) => ({ ...now, rate: Math.max(now.rate - 1, 5) }),
  pointer: (now) => ({ ...now, pointer: !now.pointer }),
};

const bar = () => document.querySelector("[data-care-bar]");

/** The settings the page is drawn with now. */
export function settings() {
  return JSON.parse(bar()?.querySelector("[name=now]").value || "{}");
}

/** Draw the page with `now`, without remembering it. */
export function draw(now) {
  const look = root.dataset;
  look.care = now.on ? "on" : "off";
  look.careSize = now.size;
  look.contrast = now.on ? now.contrast : "none";
  look.spacing = now.on && now.spacing ? "wide" : "normal";
  look.layout = now.on && now.simple ? "simple" : "full";
  look.readRate = (now.rate / 10).toFixed(1);
  look.readPointer = now.pointer ? "on" : "off";
  if (!bar()) return;
  const pressed = {
    toggle: now.on, dark: now.contrast === "dark", light: now.contrast === "light",
    spacing: now.spacing, simple: now.simple,
  };
  for (const button of bar().querySelectorAll("[aria-pressed][name=change]")) {
    button.setAttribute("aria-pressed", String(pressed[button.value]));
  }
  bar().querySelector("[data-read=pointer]")?.setAttribute("aria-pressed", String(now.pointer));
  bar().querySelector("[data-rate]").textContent = look.readRate;
  bar().querySelector("[name=now]").value = JSON.stringify(now);
}

/** A sentence in the live region of the toolbar; an empty one clears it. */
export function tell(text, seconds = 6) {
  const said = document.querySelector("[data-care-said]");
  if (!said) return;
  said.textContent = text;
  clearTimeout(tell.timer);
  if (text && seconds) tell.timer = setTimeout(() => { said.textContent = ""; }, seconds * 1000);
}

function describe(change, now) {
  const texts = document.querySelector("[data-care-said]").dataset;
  if (change === "toggle") return now.on ? texts.on : texts.off;
  if (change === "bigger" || change === "smaller") return texts.size.replace("{n}", now.size);
  if (change === "faster" || change === "slower") return texts.speed.replace("{n}", (now.rate / 10).toFixed(1));
  return "";
}

async function keep(now, form) {
  const body = new URLSearchParams({ now: JSON.stringify(now) });
  try {
    const answer = await fetch(form.action, {
      method: "POST", body, headers: { Accept: "application/json" }, keepalive: true,
    });
    if (!answer.ok) throw new Error(String(answer.status));
  } catch {
    tell(document.querySelector("[data-care-said]").dataset.notKept);
  }
}

/** Apply one change by name and remember it on this device. */
export function change(name) {
  const form = bar().querySelector("form");
  const now = CHANGES[name](settings());
  draw(now);
  tell(describe(name, now));
  document.dispatchEvent(new CustomEvent("nb:care", { detail: now }));
  return keep(now, form);
}

function roam(event) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const buttons = [...event.currentTarget.querySelectorAll("button, summary, a")].filter((it) => it.checkVisibility?.() ?? it.offsetParent);
  const at = buttons.indexOf(document.activeElement);
  let next = null;
  if (event.key in steps) next = buttons[(at + steps[event.key] + buttons.length) % buttons.length];
  if (event.key === "Home") next = buttons[0];
  if (event.key === "End") next = buttons.at(-1);
  if (!next || at < 0) return;
  event.preventDefault();
  next.focus();
}

export function start() {
  const form = bar()?.querySelector("form");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    const name = event.submitter?.value;
    if (!(name in CHANGES)) return;
    event.preventDefault();
    change(name);
  });
  form.querySelector("[role=toolbar]").addEventListener("keydown", roam);
}
