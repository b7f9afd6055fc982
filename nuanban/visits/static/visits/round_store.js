// What a helper's phone keeps: today's list, and an outbox that survives everything until the
// server has it. All of it is sealed with a key that no script can read out.

const NAME = "nuanban-round";
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
      request.result.createObjectStore("outbox", { keyPath: "turn", autoIncrement: true });
      request.result.createObjectStore("photos", { keyPath: "turn", autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

const store = async (name, mode = "readonly") => (await open()).transaction(name, mode, { durability: "strict" }).objectStore(name);
const get = async (key) => done((await store("state")).get(key));

async function change(name, deed) {
  const changed = await store(name, "readwrite");
  deed(changed);
  await ended(changed.transaction);
}

/** Hours and minutes in the city, whatever the phone's own zone. */
export const cityClock = (moment) => new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
/** The day in the city, whatever the phone's own zone. */
export const cityDay = (at = new Date()) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(at);

/** A UUID of version 7: sorts by the moment it was made. */
export function newKey(at = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let n = 0; n < 6; n += 1) bytes[n] = Math.floor(at / 2 ** (8 * (5 - n))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function lock() {
  const kept = await get("lock");
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // another tab may have been faster: the first key stays
  const changed = await store("state", "readwrite");
  const first = await done(changed.get("lock"));
  if (!first) changed.put(made, "lock");
  await ended(changed.transaction);
  return first ?? made;
}

async function seal(bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lock(), bytes) };
}
const unseal = async (box) => crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, await lock(), box.sealed);
const sealJson = (what) => seal(new TextEncoder().encode(JSON.stringify(what)));
const unsealJson = async (box) => JSON.parse(new TextDecoder().decode(await unseal(box)));

/** Keep today's list instead of any other. */
export async function keepDay(day) {
  const box = await sealJson(day);
  await change("state", (state) => { state.put({ day: day.day, box }, "day"); state.put(new Date().toISOString(), "synced"); });
}

/** Today's list, or null; the list of another day is wiped. */
export async function keptDay() {
  const kept = await get("day");
  if (!kept) return null;
  if (kept.day !== cityDay()) { await wipeDay(); return null; }
  return unsealJson(kept.box);
}

/** Names, addresses and phones leave this phone. What was not sent yet stays. */
export const wipeDay = () => change("state", (state) => state.delete("day"));

/** When the server was last heard. */
export const lastSynced = () => get("synced");

/** Note a deed; it is safe when this returns. Throws when the phone is full. */
export async function note(deed) {
  const box = await sealJson(deed);
  await change("outbox", (outbox) => outbox.add({ op: deed.op, who: deed.who, box }));
}

/** Where it was noted, if it still waits here. */
export async function addPlace(op, place) {
  const row = (await done((await store("outbox")).getAll())).find((it) => it.op === op);
  if (!row) return;
  const box = await sealJson({ ...(await unsealJson(row.box)), place });
  const changed = await store("outbox", "readwrite");
  if (await done(changed.get(row.turn))) changed.put({ ...row, box });
  await ended(changed.transaction);
}

/** Deeds that the server has not taken, oldest first. */
export async function outbox() {
  const rows = await done((await store("outbox")).getAll());
  return Promise.all(rows.map(async ({ turn, why, box }) => ({ ...(await unsealJson(box)), turn, why })));
}

/** What became of deeds: taken ones go, refused ones stay with the reason. Gives how many. */
export async function settle(answers) {
  const fate = new Map(answers.map((it) => [it.op, it]));
  const changed = await store("outbox", "readwrite");
  let settled = 0;
  for (const row of await done(changed.getAll())) {
    const it = fate.get(row.op);
    if (it?.answer === "refused") changed.put({ ...row, why: it.why });
    else if (it) changed.delete(row.turn);
    settled += it ? 1 : 0;
  }
  await ended(changed.transaction);
  return settled;
}

/** A refused deed or photo was told to somebody and leaves the phone. */
export const drop = (name, turn) => change(name, (rows) => rows.delete(turn));

/** Keep a photo; throws when the phone is full, and what is there stays. */
export async function keepPhoto(photo, file) {
  const box = await seal(await file.arrayBuffer());
  await change("photos", (photos) => photos.add({ ...photo, type: file.type, box }));
}

/** Photos without their pictures. */
export const photos = async () => (await done((await store("photos")).getAll())).map(({ box, ...rest }) => rest);

/** The picture of a photo. */
export async function picture(turn) {
  const kept = await done((await store("photos")).get(turn));
  return new Blob([await unseal(kept.box)], { type: kept.type });
}

/** The server has the photo, or will never take it (`why`). */
export async function settlePhoto(turn, why = "") {
  const changed = await store("photos", "readwrite");
  if (why) changed.put({ ...(await done(changed.get(turn))), why });
  else changed.delete(turn);
  await ended(changed.transaction);
}
