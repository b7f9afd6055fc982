// What the city did not take: it stays on the phone, in words, until the helper has told somebody.
import { yuan } from "./round_cash.js";
import { cityClock, drop } from "./round_store.js";

const DEEDS = { set_out: "出发", arrive: "到门口", find_nobody: "没人在家", finish: "办完", form: "填表", decide: "当场办好", cash: "收现金", handover: "结果怎么给", grade: "评价" };

function said(row, day) {
  const whose = day?.visits.find((it) => it.id === row.visit)?.name ?? "";
  const what = row.taken_at ? `照片 ${cityClock(row.taken_at)}` : `${DEEDS[row.deed] ?? ""} ${cityClock(row.at)}`;
  return [whose, what, row.words ? `您写的：${row.words}` : "", row.deed === "cash" ? `${yuan(row.amount_fen)}，${row.what_for}，收据号 ${row.number}` : ""].filter(Boolean).join("，");
}

function told(row, name, day, again) {
  const box = document.querySelector("template[data-refused-row]").content.cloneNode(true).firstElementChild;
  const at = (part) => box.querySelector(`[data-${part}]`);
  at("why").textContent = row.why;
  at("said").textContent = said(row, day);
  at("drop").addEventListener("click", async () => { await drop(name, row.turn); await again(); });
  return box;
}

/** Every refused deed and photo; `again` shows the page anew when one was put away. */
export function showRefused(place, day, deeds, photos, again) {
  const rows = [["outbox", deeds], ["photos", photos]];
  place.replaceChildren(...rows.flatMap(([name, kept]) => kept.filter((it) => it.why).map((it) => told(it, name, day, again))));
}
