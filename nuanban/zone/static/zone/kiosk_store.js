// What a kiosk keeps through power cuts: its last numbers, and slips the server does not know yet.
// ID numbers are sealed with keys that no script can read out; a slip that is safe is wiped with its key.

const NAME = "nuanban-kiosk";
const DAYS_KEPT = 3;
let opened = null;

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const ended = (change) => new Promise((resolve, reject) => {
  change.oncomplete = () => resolve();
  change.onerror = change.onabort = () => reject(change.error);
});

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("state");
      request.result.createObjectStore("slips", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

const transaction = async (stores, mode = "readonly") => (await open()).transaction(stores, mode, { durability: "strict" });

// each slip has its own key, which goes with it
async function seal(text) {
  if (!text) return null;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return { key, iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(text)) };
}

async function unseal(box) {
  if (!box) return "";
  const content = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, box.key, box.sealed);
  return new TextDecoder().decode(content);
}

/** Remember prefix and last number as the server knows them; numbers only ever grow. */
export async function learn({ prefix, last, day }) {
  const change = await transaction(["state"], "readwrite");
  const store = change.objectStore("state");
  const kept = (await done(store.get("lease"))) ?? { days: {} };
  const days = { ...kept.days, [day]: Math.max(kept.days[day] ?? 0, last) };
  for (const old of Object.keys(days).sort().slice(0, -DAYS_KEPT)) delete days[old];
  store.put({ prefix, days }, "lease");
  await ended(change);
}

/** Issue the next number of this kiosk and keep the slip, both or neither; null without a prefix. */
export async function issue({ idNumber, needs, item = "", tried = "", day, takenAt, key }) {
  const box = await seal(idNumber);
  const change = await transaction(["state", "slips"], "readwrite");
  const state = change.objectStore("state");
  const lease = await done(state.get("lease"));
  if (!lease) return null;
  const number = (lease.days[day] ?? 0) + 1;
  state.put({ ...lease, days: { ...lease.days, [day]: number } }, "lease");
  change.objectStore("slips").put({ key, number, day, takenAt, needs, item, tried, box, prefix: lease.prefix });
  await ended(change);
  return { number, label: `${lease.prefix}${String(number).padStart(3, "0")}` };
}

/** Slips the server has not confirmed, oldest first. A sealed number that cannot be read is left out. */
export async function unsent() {
  const slips = await done((await transaction(["slips"])).objectStore("slips").getAll());
  const waiting = slips.filter((slip) => !slip.why).sort((a, b) => a.takenAt.localeCompare(b.takenAt));
  return Promise.all(waiting.map(async (slip) => ({ ...slip, idNumber: await unseal(slip.box).catch(() => "") })));
}

/** Slips the server refused: the people who hold them need somebody. */
export async function refused() {
  const slips = await done((await transaction(["slips"])).objectStore("slips").getAll());
  return slips.filter((slip) => slip.why);
}

/** Forget what is safe with the server; of what it refused only the number stays. */
export async function settle({ kept, refused: no }) {
  const change = await transaction(["slips"], "readwrite");
  const slips = change.objectStore("slips");
  for (const { key } of kept) slips.delete(key);
  for (const { key, why } of no) {
    const slip = await done(slips.get(key));
    if (slip) slips.put({ ...slip, box: null, why });
  }
  await ended(change);
}

/** Somebody was called for a refused slip. */
export async function forget(key) {
  const change = await transaction(["slips"], "readwrite");
  change.objectStore("slips").delete(key);
  await ended(change);
}
