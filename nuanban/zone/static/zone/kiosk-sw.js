// Lets the start page of a kiosk open again while the network is away. Only the empty start page and
// its files are kept, never an answer to somebody.

const KEPT = "nuanban-kiosk-1";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep(url, options = {}) {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(url, answer);
}

self.addEventListener("message", (event) => {
  const { keep: wanted = [], start } = event.data ?? {};
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    const known = new Set((await cache.keys()).map((request) => request.url));
    await Promise.all(wanted.filter((url) => !known.has(url)).map((url) => keep(url).catch(() => null)));
    if (start) await keep(start, { cache: "no-store" }).catch(() => null);
    const still = new Set([...wanted, new URL(start, self.location).href]);
    for (const request of await cache.keys()) if (!still.has(request.url)) await cache.delete(request);
  })());
});

async function startPage(request) {
  const kept = () => caches.match(new URL("./", self.location).href);
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
  if (request.mode === "navigate") event.respondWith(startPage(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
