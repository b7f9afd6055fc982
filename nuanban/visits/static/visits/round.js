// The helper's day: shown from the phone's own store, noted there first, sent when there is signal.
import { say } from "../ui/say.js";
import { cashForm } from "./round_cash.js";
import { cardOf } from "./round_card.js";
import { finishForm, nobodyForm } from "./round_forms.js";
import { paperForm } from "./round_paper.js";
import { showElsewhere } from "./round_elsewhere.js";
import { place } from "./round_place.js";
import { addPlace, cityClock, keepPhoto, keptDay, lastSynced, newKey, note, outbox, photos } from "./round_store.js";
import { showRest } from "./round_rest.js";
import { showRefused } from "./round_refused.js";
import { forgetDay, sync } from "./round_sync.js";

const EVERY_MS = 20_000;
const FULL = "手机存满了，这一条没有存下来。已经记的都还在；请先连上网送出，或删掉别的照片再记。";
const root = document.getElementById("round");
const at = (name) => root.querySelector(`[data-${name}]`);
let day = null;
let stranger = false;
let asked = false;

function words(unsent, pictures, synced) {
  const waits = [...unsent, ...pictures].filter((it) => !it.why).length;
  const last = synced ? `上次同步 ${cityClock(synced)}` : "还没有同步过";
  return waits ? `还有 ${waits} 条没送出，${last}` : `都送出了，${last}`;
}

async function show() {
  day = await keptDay();
  const [unsent, pictures] = [await outbox(), await photos()];
  at("told").textContent = stranger ? `请重新登录。${words(unsent, pictures, await lastSynced())}` : words(unsent, pictures, await lastSynced());
  showRefused(at("refused"), day, unsent, pictures, show);
  const others = day ? unsent.filter((it) => it.who !== day.who) : [];
  if (others.length) at("told").textContent += `。其中 ${others.length} 条是别的同事记的，要本人登录才能送出`;
  at("crew").textContent = !day ? "" : day.crew ? `${day.crew}：${[...day.members, day.car].filter(Boolean).join("、")}` : "您今天不在任何小组。";
  at("kits").textContent = day?.kits?.length ? `带上：${day.kits.join("、")}` : "";
  at("kits").hidden = !at("kits").textContent;
  showElsewhere(at("elsewhere"), day?.elsewhere ?? []);
  showRest(at("rest"), day, asked && !stranger);
  if (at("list").querySelector("form")) return; // somebody is writing
  const mine = day ? unsent.filter((it) => it.who === day.who) : [];
  at("list").replaceChildren(...(day?.visits ?? []).map((visit) => {
    const card = cardOf(visit, mine, (deed, state) => press(card, visit, deed, state), async (form, state) => {
      const keep = (more, end) => keepDeeds(visit, state, [["form", more], ...(end ? [["decide", end]] : [])]);
      put(card, paperForm(form, keep, await cameraFor(visit, form.item)));
    }, (deed, value, state) => keepDeed(visit, deed, state, { value }));
    return card;
  }));
}

const keepDeed = (visit, deed, state, more = {}) => keepDeeds(visit, state, [[deed, more]]);

async function keepDeeds(visit, state, deeds) {
  for (const [deed, more] of deeds) {
    const said = { op: newKey(), who: day.who, visit: visit.id, handout: visit.handout, deed, at: new Date().toISOString(), based_on: state, ...more };
    try { await note(said); } catch { say(FULL, { tone: "red", seconds: 0 }); return; }
    place(deed).then((found) => found && addPlace(said.op, found).catch(() => null)).then(round);
  }
  at("list").querySelectorAll("form").forEach((it) => it.remove());
  await show();
}

/** Photos of the papers of one item on this phone, and how one more is taken. */
async function cameraFor(visit, item) {
  const kept = (await photos()).filter((it) => it.visit === visit.id && it.item === item && !it.why);
  return {
    of: (paper) => kept.filter((it) => it.paper === paper).map((it) => it.op),
    take: async (paper, file) => { const op = await takePhoto(visit, file, { item, paper }); if (op) kept.push({ op, paper }); },
  };
}

async function takePhoto(visit, file, of = {}) {
  const photo = { op: newKey(), who: day.who, visit: visit.id, handout: visit.handout, taken_at: new Date().toISOString(), item: of?.item ?? "", paper: of?.paper ?? "" };
  try { await keepPhoto(photo, file); } catch { say(FULL, { tone: "red", seconds: 0 }); return null; }
  return photo.op;
}

async function photosKept(visit) {
  const kept = (await photos()).filter((it) => it.visit === visit.id).length;
  return `手机里存着 ${kept} 张，送到以后才删。`;
}

const papersOf = (visit) => (visit.forms ?? []).flatMap((form) => form.papers.map((it) => ({ item: form.item, paper: it.code, name: it.name })));

const FORMS = {
  finish: (visit, keep) => finishForm(root.dataset.served.split(","), keep, (file, of) => takePhoto(visit, file, of), () => photosKept(visit), papersOf(visit)),
  find_nobody: (visit, keep) => nobodyForm(keep),
  cash: (visit, keep, unsent) => cashForm(day, unsent, keep),
};

async function press(card, visit, deed, state) {
  const keep = (more) => keepDeed(visit, deed, state, more);
  if (FORMS[deed]) put(card, FORMS[deed](visit, keep, await outbox()));
  else keep();
}

function put(drawn, form) {
  // The list may have been drawn anew since the press: the card that is seen now gets the form.
  const card = at("list").querySelector(`[data-visit="${drawn.dataset.visit}"]`) ?? drawn;
  form.querySelector("[data-back]").addEventListener("click", () => { form.remove(); show(); });
  card.querySelector("[data-form]").replaceChildren(form);
  for (const name of ["deeds", "forms", "taps", "takes-cash"]) card.querySelector(`[data-${name}]`).hidden = true;
  form.querySelector("input:enabled, textarea, button").focus();
}

async function round() {
  const { answers, away, stranger: out, busy } = await sync();
  if (!busy) {
    document.querySelector("[data-away]").hidden = !away;
    stranger = Boolean(out);
    asked = true;
  }
  const undecided = answers.filter((it) => it.answer === "conflict" && it.why);
  const differ = answers.filter((it) => it.answer === "conflict" && !it.why).length;
  for (const it of undecided) say(`当场办的没有办结，已交给大厅：${it.why}`, { tone: "blue", seconds: 0 });
  if (differ) say(`有 ${differ} 条和别人记的不一样，两边都留着，已交给负责人定。`, { tone: "blue", seconds: 0 });
  await show();
}

async function signOut(event) {
  event.preventDefault();
  const waits = [...await outbox(), ...await photos()].filter((it) => !it.why).length;
  if (waits) { say(`还有 ${waits} 条没送出，请先连上网送出，再退出。`, { tone: "red" }); return; }
  if (day?.token) event.target.elements.csrfmiddlewaretoken.value = day.token;
  await forgetDay();
  event.target.submit();
}

async function keepPage() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.start }).catch(() => null);
  const worker = (await navigator.serviceWorker.ready).active;
  const used = performance.getEntriesByType("resource").map((it) => it.name).filter((it) => it.includes("/static/"));
  worker.postMessage({ keep: [...new Set(used)] });
  navigator.storage?.persist?.();
}

at("sign-out").addEventListener("submit", signOut);
window.addEventListener("online", round);
window.addEventListener("offline", () => { document.querySelector("[data-away]").hidden = false; });
document.addEventListener("visibilitychange", () => { if (!document.hidden) show(); });
setInterval(round, EVERY_MS);
await show();
round();
keepPage();
