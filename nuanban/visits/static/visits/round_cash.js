// Cash at the door, the rare case: amount, what for, and the number on the slip that was written.

const clone = (name) => document.querySelector(`template[data-${name}]`).content.cloneNode(true).firstElementChild;

/** 12.50 → 1250; null when it is no amount of money. */
export function fenOf(text) {
  const read = /^(\d{1,5})(?:[.。](\d{1,2}))?$/.exec(text.trim());
  if (!read) return null;
  const fen = Number(read[1]) * 100 + Number((read[2] ?? "").padEnd(2, "0"));
  return fen > 0 && fen <= 1_000_000 ? fen : null;
}

/** 1250 → 12.50 元 */
export const yuan = (fen) => `${Math.floor(fen / 100).toLocaleString("en")}${fen % 100 ? `.${String(fen % 100).padStart(2, "0")}` : ""} 元`;

const inBooks = (books, number) => books.some(([first, last]) => number >= first && number <= last);

/** The next receipt that neither the city nor this phone has seen; 0 without a book. */
export function nextNumber(day, unsent) {
  const used = new Set([...(day.used ?? []), ...unsent.filter((it) => it.deed === "cash").map((it) => it.number)]);
  for (const [first, last] of day.books ?? []) {
    const behind = [...used].filter((number) => number >= first && number <= last);
    const next = behind.length ? Math.max(...behind) + 1 : first;
    if (next <= last) return next;
  }
  return 0;
}

/** `note(what)` keeps it in the outbox. */
export function cashForm(day, unsent, note) {
  const form = clone("cash");
  const at = (name) => form.querySelector(`[data-${name}]`);
  const number = nextNumber(day, unsent);
  const used = new Set([...(day.used ?? []), ...unsent.filter((it) => it.deed === "cash").map((it) => it.number)]);
  at("book").hidden = Boolean(number);
  at("ask").hidden = !number;
  at("keep").hidden = !number;
  form.elements.number.value = number || "";

  function wrong() {
    const chosen = Number(form.elements.number.value);
    if (fenOf(form.elements.amount.value) === null) return "请写金额，例如 20 或 12.5，最多一万元。";
    if (!form.elements.what_for.value.trim()) return "请写明收的是什么钱。";
    if (!inBooks(day.books, chosen)) return "这个收据号不在您的收据本里，请看存根。";
    if (used.has(chosen)) return "这个收据号已经用过，请看存根。";
    return "";
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    at("fault").textContent = wrong();
    at("fault").hidden = !at("fault").textContent;
    if (!at("fault").hidden) return;
    note({ number: Number(form.elements.number.value), amount_fen: fenOf(form.elements.amount.value), what_for: form.elements.what_for.value.trim(), slip: form.elements.slip.value });
  });
  return form;
}

/** What was taken at a visit, sent or not, in words. */
export const cashLines = (visit, unsent) => [
  ...(visit.taken ?? []),
  ...unsent.filter((it) => it.deed === "cash" && it.visit === visit.id && !it.why).map((it) => [it.number, it.amount_fen, it.what_for]),
].map(([number, fen, what, isVoid]) => `${isVoid ? "已作废：" : ""}收了 ${yuan(fen)}，${what}，收据号 ${number}`);
