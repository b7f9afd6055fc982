// A card reader that types like a keyboard: a fast burst ending in Enter becomes the event "card".
// <form data-card> takes it into its [data-card-box] and sends itself.

const GAP_MS = 60;
const SHORTEST = 6;

export function start({ gapMs = GAP_MS, shortest = SHORTEST } = {}) {
  let burst = "";
  let last = 0;
  let box = null;
  let before = "";

  function begin(event) {
    burst = "";
    box = event.target.matches?.("input, textarea") ? event.target : null;
    before = box?.value ?? "";
  }

  function finish(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (box) box.value = before;
    const text = burst;
    burst = "";
    document.dispatchEvent(new CustomEvent("card", { detail: { text } }));
  }

  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const quick = event.timeStamp - last <= gapMs;
    last = event.timeStamp;
    if (event.key === "Enter") {
      if (quick && burst.length >= shortest) finish(event);
      burst = "";
    } else if (event.key.length === 1) {
      if (!quick) begin(event);
      else if (burst.length >= 2) event.stopPropagation(); // keep shortcuts out of a burst
      burst += event.key;
    }
  }, true);

  document.addEventListener("card", (event) => {
    const form = document.querySelector("form[data-card]");
    if (!form) return;
    form.querySelector("[data-card-box]").value = event.detail.text;
    form.requestSubmit();
  });
}
