// What was ended at the door: the part of a form that says so, and what became of it.

const clone = (name) => document.querySelector(`template[data-${name}]`).content.cloneNode(true).firstElementChild;

/** Decisions that this phone has noted for a visit and not sent. */
export const endedHere = (visit, unsent, item = "") => unsent.filter((it) => it.deed === "decide" && it.visit === visit.id && !it.why && (!item || it.item === item));

/** What was ended at a visit, in words: here and not sent, in the city, or not and why. */
export function endedLines(visit, unsent) {
  const name = (item) => (visit.forms ?? []).find((it) => it.item === item)?.name ?? "";
  return [
    ...(visit.ended ?? []).map((it) => (it.why ? `“${it.name}”${it.word}：${it.why}` : `“${it.name}”${it.word}。`)),
    ...endedHere(visit, unsent).map((it) => `“${name(it.item)}”当场办好了，还没送出。`),
  ];
}

/** The end of a form. `lacks()` names papers not shown yet; give `look()` whenever one changed.
 * `said()` is what goes to the city, or null: it is not ended here. */
export function ending(form, lacks, photos) {
  const box = clone("ending");
  const at = (name) => box.querySelector(`[data-${name}]`);
  const tick = at("ends");
  at("next").hidden = !form.days;
  at("next").textContent = `这件事回去接着办，${form.days} 个工作日内办好，不用再跑。结果怎么给，办完了在下面选。`;
  at("now").hidden = !form.may_end || form.ended;
  at("handed").value = form.result;

  function look() {
    const names = lacks();
    at("lacks").hidden = !names.length;
    at("lacks").textContent = `材料齐了就能当场办结，还差：${names.join("、")}。`;
    tick.disabled = names.length > 0;
    tick.checked &&= !tick.disabled;
    at("handed-box").hidden = !tick.checked || !form.result;
  }
  tick.addEventListener("change", look);
  const said = () => (tick.checked && !at("now").hidden
    ? { item: form.item, handed: form.result ? at("handed").value.trim() : "", last_entry: form.last_entry ?? 0, photos: photos() } : null);
  return { box, look, said };
}
