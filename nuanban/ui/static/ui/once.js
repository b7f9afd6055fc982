// A form is sent once: the second press waits for the answer of the first.
// The server's operation key is the real guard; this one is for the eyes. Opt out with data-again.

const sending = new WeakSet();

function hold(form, submitter) {
  sending.add(form);
  // after the browser has collected the pressed button's name and value
  setTimeout(() => {
    if (!sending.has(form)) return;
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
      button.setAttribute("aria-disabled", "true");
    }
    submitter?.setAttribute("aria-busy", "true");
  });
}

/** Let a form be sent again, for instance after its answer came without a new page. */
export function release(form) {
  sending.delete(form);
  for (const button of form.querySelectorAll("[aria-disabled], [aria-busy]")) {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-busy");
  }
}

export function start() {
  // capture: before htmx and everybody else
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "again" in form.dataset || form.closest("[data-care-bar]")) return;
    if (sending.has(form)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    hold(form, event.submitter);
  }, true);
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented && sending.has(event.target) && !event.target.matches("[hx-post], [hx-put], [hx-delete]")) release(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach(release);
  });
}
