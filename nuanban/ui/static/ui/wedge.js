// A card reader that types like a keyboard: a fast burst ending in Enter becomes the event "card".
// <form data-card> takes it into its [data-card-box] and sends itself.
// Half of the gaps decide: a machine that stalls in the middle of a card must not cut the number.

const GAP_MS = 60;
const PAUSE_MS = 500;
const SHORTEST = 6;

const median = (gaps) => [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? Infinity;

export function start({ gapMs = GAP_MS, shortest = SHORTEST } = {}) {
  let burst = { text: "", gaps: [], box: null, before: "" };
  let last = -Infinity;

  function begin(event) {
    const box = event.target.matches?.("input, textarea") ? event.target : null;
    burst = { text: "", gaps: [], box, before: box?.value ?? "" };
  }

  function finish(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (burst.box) burst.box.value = burst.before;
    document.dispatchEvent(new CustomEvent("card", { detail: { text: burst.text } }));
  }

  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const gap = event.timeStamp - last;
    last = event.timeStamp;
    if (event.key === "Enter") {
      if (gap <= PAUSE_MS && burst.text.length >= shortest && median(burst.gaps) <= gapMs) finish(event);
      begin(event);
    } else if (event.key.length === 1) {
      if (gap > PAUSE_MS) begin(event);
      else burst.gaps.push(gap);
      burst.text += event.key;
      // keep shortcuts out of a burst
      if (gap <= gapMs && burst.text.length > 2) event.stopPropagation();
    }
  }, true);

  document.addEventListener("card", (event) => {
    const form = document.querySelector("form[data-card]");
    if (!form) return;
    form.querySelector("[data-card-box]").value = event.detail.text;
    form.requestSubmit();
  });
}
