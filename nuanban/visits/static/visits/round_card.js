// One visit as a card: where, whom, what for, and what can be noted now.

const AFTER = { set_out: "on_the_way", arrive: "arrived", find_nobody: "nobody_home", finish: "done" };
const WORDS = { promised: "已约好", on_the_way: "在路上", arrived: "已到", nobody_home: "没人在家", done: "已办完", cancelled: "已取消" };
const DEEDS = {
  promised: [["set_out", "出发"], ["arrive", "到门口了"], ["find_nobody", "没人在家"]],
  on_the_way: [["arrive", "到门口了"], ["find_nobody", "没人在家"]],
  arrived: [["finish", "办完了"], ["find_nobody", "没人在家"]],
};
const clock = (seconds) => `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}`;

/** Where a visit stands, with what this phone has noted and not sent. */
export const stateOf = (visit, unsent) => unsent.filter((it) => it.visit === visit.id && !it.why).reduce((state, it) => AFTER[it.deed] ?? state, visit.state);

function fill(list, texts) {
  list.replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

/** The card; `press(deed)` hears the buttons. */
export function cardOf(visit, unsent, press) {
  const card = document.querySelector("template[data-card]").content.cloneNode(true).firstElementChild;
  const at = (name) => card.querySelector(`[data-${name}]`);
  const write = (name, text) => { at(name).textContent = text; };
  const state = stateOf(visit, unsent);
  card.dataset.visit = visit.id;
  write("window", visit.from === null ? "" : `${clock(visit.from)}–${clock(visit.to)}`);
  write("state", WORDS[state] ?? visit.state_word);
  at("state").classList.add(state === "done" ? "pine" : state === "promised" ? "plain" : "warm");
  write("name", visit.name);
  write("kind", [visit.kind, `找 ${visit.contact}`].join("，"));
  write("address", [visit.address, visit.ward].filter(Boolean).join("　"));
  write("access", visit.access);
  write("why", visit.why);
  write("code", visit.code);
  write("needs", visit.needs.join("、"));
  at("needs-box").hidden = !visit.needs.length;
  fill(at("items"), visit.items);
  fill(at("papers"), visit.papers.map((it) => (it.note ? `${it.name}（${it.note}）` : it.name)));
  at("papers-box").hidden = !visit.papers.length;
  if (visit.phone) at("call").href = `tel:${visit.phone}`; else at("call").hidden = true;
  const spot = `${visit.latitude},${visit.longitude}`;
  at("way").href = `geo:${spot}?q=${spot}(${encodeURIComponent(visit.address)})`;
  at("unsent").hidden = !unsent.some((it) => it.visit === visit.id);
  (DEEDS[state] ?? []).forEach(([deed, label], turn) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: turn ? "button second" : "button", textContent: label });
    button.dataset.deed = deed;
    button.addEventListener("click", () => press(deed, state));
    at("deeds").append(button);
  });
  return card;
}
