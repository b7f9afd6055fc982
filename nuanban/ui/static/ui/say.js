// Short messages at the foot of the page, announced to screen readers.

/** The sentences of the page's language, written by the server on #toasts. */
export const texts = () => document.getElementById("toasts")?.dataset ?? {};

/** Say `text` for `seconds` (0: until closed). Tones: blue, pine, warm, red. */
export function say(text, { tone = "blue", seconds = 8, deeds = [] } = {}) {
  const toasts = document.getElementById("toasts");
  if (!toasts) return null;
  const toast = document.createElement("div");
  toast.className = `notice ${tone}`;
  const words = document.createElement("div");
  words.append(Object.assign(document.createElement("p"), { textContent: text }));
  const row = Object.assign(document.createElement("p"), { className: "row" });
  for (const [label, deed] of deeds) {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "button second", textContent: label,
    });
    button.addEventListener("click", () => { toast.remove(); deed(); });
    row.append(button);
  }
  if (deeds.length) words.append(row);
  toast.append(words);
  toasts.append(toast);
  if (seconds && !deeds.length) setTimeout(() => toast.remove(), seconds * 1000);
  return toast;
}
