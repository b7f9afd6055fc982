// After a visit: how the result comes, and how it was. One tap each, with or without signal.

const last = (unsent, visit, deed) => unsent.filter((it) => it.deed === deed && it.visit === visit.id && !it.why).at(-1)?.value;

/** The two rows of buttons under a finished visit; `note(deed, value)` keeps a tap. */
export function tapsOf(visit, unsent, note) {
  const box = document.querySelector("template[data-taps]").content.cloneNode(true).firstElementChild;
  for (const deed of ["handover", "grade"]) {
    const chosen = last(unsent, visit, deed) ?? visit[deed];
    const row = box.querySelector(`[data-tap="${deed}"]`);
    for (const button of row.querySelectorAll("button")) {
      const isChosen = button.value === chosen;
      button.setAttribute("aria-pressed", String(isChosen));
      button.disabled = deed === "grade" && Boolean(chosen) && !isChosen;
      button.addEventListener("click", () => { if (!isChosen) note(deed, button.value); });
    }
  }
  return box;
}
