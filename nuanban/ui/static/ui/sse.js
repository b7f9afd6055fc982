// Words from the server as they come; when the stream breaks, ask every few seconds.

const STALE_MS = 20_000;
const PATIENCE_MS = 15_000;

/**
 * connect({stream, poll, event, onState, everyMs}) → {close, heardAt}
 *   stream   address of the event stream ("" = only ask), poll: address of the same JSON
 *   event    name of the event that carries JSON; "beat" events only prove life
 *   onState  called with (json, via) on every word, via = "stream" | "poll"
 */
export function connect({ stream, poll, event = "message", onState, everyMs = 5000 }) {
  const link = { heardAt: 0, closed: false, etag: "" };
  const heard = () => { link.heardAt = Date.now(); document.dispatchEvent(new CustomEvent("nb:heard", { detail: link.heardAt })); };
  let source = null;
  let asking = false;

  /** One question at a time: a slow old answer must not come after a new one. */
  async function ask() {
    if (asking) return;
    asking = true;
    await askOnce().finally(() => { asking = false; });
  }

  async function askOnce() {
    const headers = { Accept: "application/json", ...(link.etag && { "If-None-Match": link.etag }) };
    const asked = { headers, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS) };
    const answer = await fetch(poll, asked).catch(() => null);
    if (answer?.status === 304) heard();
    if (!answer?.ok) return; // the age on the page tells it
    link.etag = answer.headers.get("ETag") ?? "";
    const state = await answer.json().catch(() => null);
    if (state === null) return;
    heard();
    onState(state, "poll");
  }

  function listen() {
    if (!stream || link.closed || !window.EventSource) return;
    source = new EventSource(stream, { withCredentials: true });
    source.addEventListener(event, (message) => { heard(); onState(JSON.parse(message.data), "stream"); });
    source.addEventListener("beat", heard);
  }

  const streaming = () => source?.readyState === 1 && Date.now() - link.heardAt < STALE_MS;
  const timer = setInterval(() => {
    if (streaming()) return;
    if (!source || source.readyState === 2) { source?.close(); listen(); }
    ask();
  }, everyMs);
  listen();
  ask();
  link.close = () => { link.closed = true; clearInterval(timer); source?.close(); };
  return link;
}

/** <nb-age data-late-after="20">: how long ago the server was last heard, in words. */
class Age extends HTMLElement {
  connectedCallback() {
    this.heardAt = Number(this.dataset.at || Date.now());
    this.onHeard = (event) => { this.heardAt = event.detail; this.draw(); };
    document.addEventListener("nb:heard", this.onHeard);
    this.timer = setInterval(() => this.draw(), 1000);
    this.draw();
  }

  disconnectedCallback() {
    document.removeEventListener("nb:heard", this.onHeard);
    clearInterval(this.timer);
  }

  draw() {
    const seconds = Math.max(0, Math.round((Date.now() - this.heardAt) / 1000));
    const late = seconds > Number(this.dataset.lateAfter || 20);
    this.toggleAttribute("data-late", late);
    let text = "刚刚更新";
    if (late) text = seconds < 120 ? `${seconds} 秒没有新消息，以叫号声音为准` : `${Math.floor(seconds / 60)} 分钟没有新消息，以叫号声音为准`;
    if (this.textContent !== text) this.textContent = text;
  }
}
if (!customElements.get("nb-age")) customElements.define("nb-age", Age);
