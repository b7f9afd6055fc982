// The outbox goes to the server in order, each deed under its own key: nothing lost, nothing twice.
import { keepDay, keptDay, outbox, photos, picture, settle, settlePhoto, wipeDay } from "./round_store.js";

const PATIENCE_MS = 10_000;
const AT_ONCE = 20;
const AWAY = new Set([429, 502, 503, 504]);
const UNUSABLE = new Set([400, 413, 422, 500]);
const NOT_READ = "市里读不懂这一条。它还在手机里，请照着念给负责人。";

const places = () => document.getElementById("round").dataset;

/** fetch that gives up: an answer, or null when the server is away. What breaks it is an answer. */
async function ask(url, options = {}) {
  const asked = { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS), ...options };
  const answer = await fetch(url, asked).catch(() => null);
  return answer && !AWAY.has(answer.status) ? answer : null;
}

/** Today from the server: {day}, {away: true} or {stranger: true} for who is no longer signed in. */
async function fetchDay() {
  const answer = await ask(places().day);
  if (!answer || answer.status >= 500) return { away: true };
  const isJson = answer.ok && answer.headers.get("Content-Type")?.includes("json");
  if (isJson) return { day: await answer.json() };
  await wipeDay();
  return { stranger: true };
}

/** One request: {answers}, {unusable: true} when the server cannot read it, or null: it is away. */
async function post(day, rows) {
  const deeds = rows.map(({ turn, why, who, visit, ...deed }) => deed);
  const body = JSON.stringify({ sent_at: new Date().toISOString(), deeds });
  const answer = await ask(places().sync, { method: "POST", body, headers: { "X-CSRFToken": day.token, "Content-Type": "application/json" } });
  if (UNUSABLE.has(answer?.status)) return { unusable: true, status: answer.status };
  return answer?.ok ? answer.json() : null;
}

// A deed that breaks the server waits for the next time, and with it what came after at that door;
// the others go. One that it will never read stays here with the reason.
async function sendDeeds(day, told) {
  const waits = new Set();
  let atOnce = AT_ONCE;
  for (;;) {
    const mine = (await outbox()).filter((it) => !it.why && it.who === day.who && !waits.has(it.visit)).slice(0, atOnce);
    if (!mine.length) return !waits.size;
    const found = await post(day, mine);
    if (!found) return false;
    if (found.unusable && mine.length > 1) { atOnce = 1; continue; }
    if (found.status === 500) { waits.add(mine[0].visit); continue; }
    const answers = found.unusable ? [{ op: mine[0].op, answer: "refused", why: NOT_READ }] : found.answers;
    if (!await settle(answers)) return false;
    told.push(...answers);
  }
}

async function sendPhotos(day) {
  let all = true;
  for (const photo of await photos()) {
    if (photo.why || photo.who !== day.who) continue;
    const body = new FormData();
    for (const name of ["op", "handout", "taken_at", "item", "paper"]) body.set(name, photo[name] ?? "");
    body.set("sent_at", new Date().toISOString());
    body.set("photo", await picture(photo.turn), "photo");
    const answer = await ask(places().photo, { method: "POST", body, headers: { "X-CSRFToken": day.token }, signal: AbortSignal.timeout(60_000) });
    if (!answer) return false;
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const { why = "" } = isJson ? await answer.json() : {};
    if (answer.ok && isJson) await settlePhoto(photo.turn);
    else if (isJson && why) await settlePhoto(photo.turn, why);
    else if (answer.status === 400 || answer.status === 413) await settlePhoto(photo.turn, NOT_READ);
    else all = false;
  }
  return all;
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
