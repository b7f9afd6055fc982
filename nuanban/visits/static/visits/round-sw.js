// Lets the helper's page open without signal. Only the empty page and its files are kept here:
// names and addresses live sealed in the page's own store, and end with the day.

const KEPT = "nuanban-round-1";
const PATIENCE_MS = 4000;
const start = new URL("./", self.location).href;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep(url, options = {}) {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(url, answer);
}

self.addEventListener("message", (event) => {
  const wanted = event.data?.keep ?? [];
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await Promise.all(wanted.map(async (url) => (await cache.match(url)) ?? keep(url).catch(() => null)));
    await keep(start, { cache: "no-store" }).catch(() => null);
    const still = new Set([...wanted, start]);
    for (const request of await cache.keys()) if (!still.has(request.url)) await cache.delete(request);
  })());
});

async function page(request) {
  const kept = async () => (await caches.open(KEPT)).match(start);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.status >= 500 ? (await kept()) ?? answer : answer;
  } catch (away) {
    return (await kept()) ?? Promise.reject(away);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) {
    event.respondWith(caches.open(KEPT).then((cache) => cache.match(request)).then((kept) => kept ?? fetch(request)));
  }
});
