// The outbox goes to the server in order, each deed under its own key: nothing lost, nothing twice.
import { keepDay, keptDay, outbox, photos, picture, settle, settlePhoto, wipeDay } from "./round_store.js";

const PATIENCE_MS = 10_000;
const AT_ONCE = 20;
const OFTEN_ENOUGH = new Set([429, 503]);

const places = () => document.getElementById("round").dataset;

/** fetch that gives up: an answer, or null when the server is away. */
async function ask(url, options = {}) {
  const asked = { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS), ...options };
  const answer = await fetch(url, asked).catch(() => null);
  return answer && answer.status < 500 && !OFTEN_ENOUGH.has(answer.status) ? answer : null;
}

/** Today from the server: {day}, {away: true} or {stranger: true} for who is no longer signed in. */
async function fetchDay() {
  const answer = await ask(places().day);
  if (!answer) return { away: true };
  const isJson = answer.ok && answer.headers.get("Content-Type")?.includes("json");
  if (isJson) return { day: await answer.json() };
  await wipeDay();
  return { stranger: true };
}

async function sendDeeds(day, told) {
  for (;;) {
    const mine = (await outbox()).filter((it) => !it.why && it.who === day.who).slice(0, AT_ONCE);
    if (!mine.length) return true;
    const deeds = mine.map(({ turn, why, who, visit, ...deed }) => deed);
    const body = JSON.stringify({ sent_at: new Date().toISOString(), deeds });
    const answer = await ask(places().sync, { method: "POST", body, headers: { "X-CSRFToken": day.token, "Content-Type": "application/json" } });
    if (!answer?.ok) return false;
    const { answers } = await answer.json();
    if (!answers.length) return false;
    await settle(answers);
    told.push(...answers);
  }
}

async function sendPhotos(day) {
  for (const photo of await photos()) {
    if (photo.why || photo.who !== day.who) continue;
    const body = new FormData();
    for (const name of ["op", "handout", "taken_at"]) body.set(name, photo[name]);
    body.set("photo", await picture(photo.turn), "photo");
    const answer = await ask(places().photo, { method: "POST", body, headers: { "X-CSRFToken": day.token }, signal: AbortSignal.timeout(60_000) });
    const isJson = answer?.headers.get("Content-Type")?.includes("json");
    if (!isJson) return false;
    const { why = "" } = await answer.json();
    if (answer.ok) await settlePhoto(photo.turn);
    else if (answer.status === 422 || answer.status === 409) await settlePhoto(photo.turn, why);
    else return false;
  }
  return true;
}

async function talk() {
  const found = await fetchDay();
  if (!found.day) return { ...found, answers: [] };
  const answers = [];
  const before = await keptDay();
  const all = (await sendDeeds(found.day, answers)) && (await sendPhotos(found.day));
  const after = answers.length ? await fetchDay() : found;
  // of two lists, one that does not know our deeds yet never replaces what we show
  if (all && after.day) await keepDay(after.day);
  else if (!before || before.who !== found.day.who) await keepDay(found.day);
  return { answers, away: !all };
}

/** Send what waits, take what is new; one tab at a time. */
export function sync() {
  if (!navigator.locks) return talk();
  return navigator.locks.request("nuanban-round", { ifAvailable: true }, (lock) => (lock ? talk() : { answers: [], busy: true }));
}

/** Today's list leaves this phone, after whatever is under way, which could bring it back. */
export function forgetDay() {
  return navigator.locks ? navigator.locks.request("nuanban-round", wipeDay) : wipeDay();
}
