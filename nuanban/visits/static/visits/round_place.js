// Where the phone is, asked for at the door and when leaving. Nothing waits for it and nobody has to.

const AT = new Set(["arrive", "finish", "find_nobody"]);
const PATIENCE_MS = 4000;

/** [latitude, longitude, metres of doubt], or null: not now, not known, not wanted. */
export function place(deed) {
  if (!AT.has(deed) || !navigator.geolocation) return Promise.resolve(null);
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), PATIENCE_MS);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve([coords.latitude, coords.longitude, coords.accuracy]),
      () => resolve(null),
      { timeout: PATIENCE_MS, maximumAge: 60_000, enableHighAccuracy: true },
    );
  });
}
