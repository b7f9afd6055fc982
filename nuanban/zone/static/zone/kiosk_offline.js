// A kiosk that is alone goes on giving numbers, and tells the server later: nothing lost, nothing twice.
import { forget, issue, learn, refused, settle, unsent } from "./kiosk_store.js";

const EVERY_MS = 15_000;
const PATIENCE_MS = 8_000;

const address = (name) => document.body.dataset[name];
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/** The day in the city, whatever the machine's own zone. */
export const cityDay = (at = new Date()) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(at);

/** A UUID of version 7: sorts by the moment it was made. */
export function newKey(at = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let n = 0; n < 6; n += 1) bytes[n] = Math.floor(at / 2 ** (8 * (5 - n))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** fetch that gives up: an answer, or null when the network (or the server behind it) is away. */
export async function ask(url, options = {}) {
  const headers = { "X-CSRFToken": token(), ...options.headers };
  const answer = await fetch(url, { method: "POST", cache: "no-store", ...options, headers, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  const away = answer === null || answer.status >= 500;
  tellState(away);
  return away ? null : answer;
}

function tellState(away) {
  document.querySelectorAll("[data-offline-tag]").forEach((it) => { it.hidden = !away; });
}

/** Learn prefix and last number while the server answers. */
export async function lease() {
  const answer = await ask(address("lease"));
  if (answer?.ok) await learn(await answer.json());
  return Boolean(answer?.ok);
}

/** A number without the server: {label, number}, or null when this kiosk never had a prefix.
 *  `tried`: the key under which the server was asked; perhaps it heard, and only its answer was lost. */
export async function giveNumber({ idNumber, needs, item, tried }) {
  const now = new Date();
  return issue({ idNumber, needs, item, tried, day: cityDay(now), takenAt: now.toISOString(), key: newKey() });
}

async function send(slips) {
  const sentAt = new Date().toISOString();
  const rows = slips.map((it) => ({ key: it.key, number: it.number, taken_at: it.takenAt, sent_at: sentAt, id_number: it.idNumber, needs: it.needs, item: it.item, tried: it.tried }));
  const answer = await ask(address("sync"), { headers: { "Content-Type": "application/json" }, body: JSON.stringify(rows) });
  if (!answer?.ok) return false;
  await settle(await answer.json());
  return true;
}

async function callFor(slip) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), op: newKey(), kind: "guide" });
  if ((await ask(address("help"), { body }))?.ok) await forget(slip.key);
}

/** Tell the server everything it does not know yet; one tab at a time. */
export async function sync() {
  const deed = async () => {
    const slips = await unsent();
    if (slips.length && !(await send(slips))) return;
    for (const slip of await refused()) await callFor(slip);
  };
  if (!navigator.locks) return deed();
  return navigator.locks.request("nuanban-sync", { ifAvailable: true }, (lock) => (lock ? deed() : null));
}

/** Keep the page for hours without network, the lease fresh and the list of slips short. */
export function start() {
  const round = async () => { if (await lease()) await sync(); };
  round();
  setInterval(round, EVERY_MS);
  window.addEventListener("online", round);
  window.addEventListener("offline", () => tellState(true));
  keepPage();
}

async function keepPage() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(address("worker"), { scope: address("start") }).catch(() => null);
  const worker = (await navigator.serviceWorker.ready).active;
  const used = performance.getEntriesByType("resource").map((it) => it.name).filter((it) => it.includes("/static/"));
  worker.postMessage({ keep: [...new Set(used)], start: address("start") });
}
