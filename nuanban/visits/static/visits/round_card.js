// One visit as a card: where, whom, what for, and what can be noted now.

import { cashLines } from "./round_cash.js";
import { endedLines } from "./round_ended.js";
import { formWith } from "./round_paper.js";
import { tapsOf } from "./round_taps.js";

const WITH_FORMS = new Set(["arrived", "done"]);
const AFTER = { set_out: "on_the_way", arrive: "arrived", find_nobody: "nobody_home", finish: "done" };
const WORDS = { promised: "已约好", on_the_way: "在路上", arrived: "已到", nobody_home: "没人在家", done: "已办完", cancelled: "已取消" };
// As on the pages of dispatchers.
const TONES = { nobody_home: "red", cancelled: "plain", done: "blue" };
const DEEDS = {
  promised: [["set_out", "出发"], ["arrive", "到门口了"], ["find_nobody", "没人在家"]],
  on_the_way: [["arrive", "到门口了"], ["find_nobody", "没人在家"]],
  arrived: [["finish", "办完了"], ["find_nobody", "没人在家"]],
};
const clock = (seconds) => `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}`;

/** Where a visit stands, with what this phone has noted and not sent. */
export const stateOf = (visit, unsent) => unsent.filter((it) => it.visit === visit.id && !it.why).reduce((state, it) => AFTER[it.deed] ?? state, visit.state);

function listed(list, texts) {
  list.replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

/** The card; `press(deed)` hears the buttons, `fill(form)` who wants to fill a form,
 * `tap(deed, value)` what is noted with one tap. */
export function cardOf(visit, unsent, press, fill, tap) {
  const card = document.querySelector("template[data-card]").content.cloneNode(true).firstElementChild;
  const at = (name) => card.querySelector(`[data-${name}]`);
  const write = (name, text) => { at(name).textContent = text; };
  const state = stateOf(visit, unsent);
  card.dataset.visit = visit.id;
  write("window", visit.from === null ? "" : `${clock(visit.from)}–${clock(visit.to)}`);
  write("state", WORDS[state] ?? visit.state_word);
  at("state").classList.add(TONES[state] ?? "pine");
  write("name", visit.name);
  write("kind", [visit.kind, `找${visit.contact}`].join("，"));
  write("address", [visit.address, visit.ward].filter(Boolean).join("　"));
  write("access", visit.access);
  write("why", visit.why);
  write("code", visit.code);
  write("spoken", visit.spoken ?? "");
  write("needs", visit.needs.join("、"));
  at("needs-box").hidden = !visit.needs.length;
  // A day kept from before this was told has neither.
  const bring = [...(visit.bring ?? []), visit.ride].filter(Boolean);
  write("bring", bring.join("、"));
  at("bring-box").hidden = !bring.length;
  listed(at("items"), visit.items);
  listed(at("papers"), visit.papers.map((it) => (it.note ? `${it.name}（${it.note}）` : it.name)));
  at("papers-box").hidden = !visit.papers.length || (WITH_FORMS.has(state) && Boolean(visit.forms?.length));
  if (visit.phone) at("call").href = `tel:${visit.phone}`; else at("call").hidden = true;
  const spot = `${visit.latitude},${visit.longitude}`;
  at("way").href = `geo:${spot}?q=${spot}(${encodeURIComponent(visit.address)})`;
  at("unsent").hidden = !unsent.some((it) => it.visit === visit.id);
  if (WITH_FORMS.has(state)) {
    at("forms").replaceChildren(...(visit.forms ?? []).map((it) => formWith(it, unsent, visit)).map((form) => {
      const label = form.noted ? `表已填好，再看看：${form.name}` : `填表：${form.name}`;
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button second", textContent: label });
      button.dataset.fills = form.item;
      button.addEventListener("click", () => fill(form, state));
      return button;
    }));
  }
  if (state === "done") at("taps").replaceChildren(tapsOf(visit, unsent, (deed, value) => tap(deed, value, state)));
  listed(at("ended"), endedLines(visit, unsent));
  at("ended").hidden = !at("ended").childElementCount;
  listed(at("cash-lines"), cashLines(visit, unsent));
  at("cash-lines").hidden = !at("cash-lines").childElementCount;
  (DEEDS[state] ?? []).forEach(([deed, label], turn) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: turn ? "button second" : "button", textContent: label });
    button.dataset.deed = deed;
    button.addEventListener("click", () => press(deed, state));
    at("deeds").append(button);
  });
  at("takes-cash").hidden = !WITH_FORMS.has(state);
  at("takes-cash").addEventListener("click", () => press("cash", state));
  return card;
}
