// A form filled at the door: what is known stands above, only the rest is asked.
import { ending, endedHere } from "./round_ended.js";

const clone = (name) => document.querySelector(`template[data-${name}]`).content.cloneNode(true).firstElementChild;

/** True, false, or null while a fact that decides it is unknown; tables of {fact: [values]}. */
export function holds(tables, answers) {
  if (!tables.length) return true;
  const verdicts = tables.map((table) => {
    const parts = Object.entries(table).map(([fact, accepted]) => (fact in answers ? accepted.includes(answers[fact]) : null));
    if (parts.includes(false)) return false;
    return parts.includes(null) ? null : true;
  });
  if (verdicts.includes(true)) return true;
  return verdicts.includes(null) ? null : false;
}

/** The form with what this phone has noted in it and not sent yet. */
export function formWith(form, unsent, visit) {
  const mine = unsent.filter((it) => it.deed === "form" && it.visit === visit.id && it.item === form.item && !it.why);
  const texts = Object.assign({}, ...mine.map((it) => Object.fromEntries(Object.entries(it.fields).map(([name, [, text]]) => [name, text]))));
  return {
    ...form,
    noted: mine.length > 0 || Boolean(form.number),
    fields: form.fields.map((it) => ({ ...it, text: texts[it.name] ?? it.text })),
    given: Object.assign({}, ...mine.map((it) => it.answers)),
    seen: new Set(mine.flatMap((it) => it.seen)),
    ended: endedHere(visit, unsent, form.item).length > 0,
  };
}

function knownLine(field, change) {
  const line = clone("known-line");
  const at = (name) => line.querySelector(`[data-${name}]`);
  at("label").textContent = field.label;
  at("text").textContent = field.text;
  at("source").textContent = field.source;
  if (field.fixed) at("change").remove();
  else {
    at("change").setAttribute("aria-label", `改${field.label}`);
    at("change").addEventListener("click", () => { const box = change(); line.replaceWith(box); box.querySelector("input, textarea").focus(); });
  }
  return line;
}

function box(field) {
  const line = clone(field.long ? "long-line" : "short-line");
  line.querySelector("[data-label]").textContent = field.label;
  const input = line.querySelector("input, textarea");
  input.name = `field-${field.name}`;
  input.value = field.text;
  return line;
}

function question(one, given) {
  const line = clone("question");
  line.dataset.fact = one.fact;
  line.querySelector("legend").textContent = one.text;
  line.querySelector("[data-hint]").textContent = one.hint;
  line.querySelector(".choices").replaceChildren(...one.choices.map(([value, text]) => {
    const choice = clone("choice");
    const input = choice.querySelector("input");
    Object.assign(input, { name: `ask-${one.fact}`, value, checked: given[one.fact] === value });
    choice.querySelector("span").textContent = text;
    return choice;
  }));
  return line;
}

/** Whether a paper is needed after these answers; an open question does not spare it. */
const isDue = (paper, answers) => holds(paper.needed_when ?? [], answers) !== false && !(paper.spared_when ?? []).some((it) => holds(it, answers) === true);

const WITHOUT_PHOTO = new Set(["known", "waived"]);

// `camera`: `of(code)` gives the photos of a paper on this phone, `take(code, file)` keeps one more.
function paper(one, seen, camera, changed) {
  const line = clone("paper");
  const input = line.querySelector("[type=checkbox]");
  const lens = line.querySelector("[type=file]");
  const count = () => { const kept = camera.of(one.code).length; line.querySelector("[data-count]").textContent = kept ? `拍了 ${kept} 张，存在手机里，送到以后才删。` : ""; };
  line.querySelector("[data-camera]").hidden = WITHOUT_PHOTO.has(one.shown);
  lens.setAttribute("aria-label", `拍这份材料：${one.name}`);
  lens.addEventListener("change", async () => {
    const [file] = lens.files;
    if (file) await camera.take(one.code, file);
    lens.value = "";
    count();
    changed();
  });
  count();
  const shown = one.shown || (seen.has(one.code) ? "seen" : "");
  Object.assign(input, { value: one.code, checked: Boolean(shown), disabled: Boolean(one.shown) });
  line.querySelector("[data-name]").textContent = one.note ? `${one.name}（${one.note}）` : one.name;
  line.querySelector("[data-word]").textContent = one.shown ? one.word : "原件已看";
  return line;
}

/** `note(what, end)` keeps it in the outbox; `end` says that the item was ended here, or is null. */
export function paperForm(form, note, camera) {
  const drawn = clone("paper-form");
  const at = (name) => drawn.querySelector(`[data-${name}]`);
  at("title").textContent = form.name;
  const before = new Map(form.fields.map((it) => [it.name, it.text]));
  const known = form.fields.filter((it) => it.text);
  const asked = form.fields.filter((it) => !it.text && !it.fixed);
  at("known").replaceChildren(...known.map((it) => knownLine(it, () => box(it))));
  at("asked").replaceChildren(...asked.map(box));
  at("questions").replaceChildren(...form.questions.map((it) => question(it, form.given)));
  const isSeen = (code) => [...at("papers").querySelectorAll("[type=checkbox]:checked")].some((it) => it.value === code);
  const lacks = () => form.papers.filter((it) => isDue(it, facts()) && !isSeen(it.code) && !camera.of(it.code).length).map((it) => it.name);
  const photos = () => form.papers.flatMap((it) => camera.of(it.code));
  const end = ending(form, lacks, photos);
  at("papers").replaceChildren(...form.papers.map((it) => paper(it, form.seen, camera, look)));
  at("papers-box").hidden = !form.papers.length;
  at("ending").replaceWith(end.box);

  function answers() {
    const given = {};
    for (const one of form.questions) {
      const line = drawn.querySelector(`[data-fact="${one.fact}"]`);
      line.hidden = holds(one.asked_when, { ...form.known, ...given }) !== true;
      const chosen = line.querySelector("input:checked");
      if (chosen && !line.hidden) given[one.fact] = chosen.value;
    }
    return given;
  }
  // What is not asked does not hold, as in the city.
  function facts() {
    const given = { ...form.known, ...answers() };
    for (const one of form.questions) if (holds(one.asked_when, given) === false) given[one.fact] = "";
    return given;
  }
  function look() {
    const given = facts();
    [...at("papers").children].forEach((line, turn) => { line.hidden = !isDue(form.papers[turn], given); });
    end.look();
  }
  function fields() {
    const changed = [...drawn.querySelectorAll("[name^='field-']")].map((it) => [it.name.slice(6), it.value.trim()]);
    return Object.fromEntries(changed.filter(([name, text]) => text !== before.get(name)).map(([name, text]) => [name, [before.get(name), text]]));
  }
  drawn.addEventListener("change", look);
  drawn.addEventListener("submit", (event) => {
    event.preventDefault();
    const seen = [...at("papers").querySelectorAll("input:checked:enabled")].map((it) => it.value);
    note({ item: form.item, fields: fields(), answers: answers(), seen }, end.said());
  });
  look();
  return drawn;
}
