// Where a pin is, in words: beside which place, how far from the chosen division, and whether
// that may be a mistake. Places become known with the page and with every drawing.
import { far, km, side } from "./earth.js";

// Kilometres, by the digits of the chosen division: a county is wide.
const TOO_FAR = { 6: 60, 9: 15, 12: 15 };
const OUTSIDE_KM = 25;
const places = new Map();
const pointOf = ([, latitude, longitude]) => [latitude, longitude];

/** Codes with [name, latitude, longitude]. */
export function learn(named) {
  for (const [code, place] of Object.entries(named)) places.set(code, place);
}

/** The division of this code, or what it lies in: {digits, code, name, point}; null for neither. */
export function division(wanted) {
  const digits = [12, 9, 6].find((it) => wanted.length >= it && places.has(wanted.slice(0, it)));
  if (!digits) return null;
  const code = wanted.slice(0, digits);
  return { digits, code, name: places.get(code)[0], point: pointOf(places.get(code)) };
}

/** The nearest place that is known: {away, code, name, point}, `away` in kilometres. */
export function nearest(point) {
  let best = null;
  for (const [code, place] of places) {
    const away = km(pointOf(place), point);
    if (!best || away < best.away) best = { away, code, name: place[0], point: pointOf(place) };
  }
  return best;
}

/** Whether a point lies where nothing of the city is. */
export const isOutside = (point, times = 1) => (nearest(point)?.away ?? 0) > OUTSIDE_KM * times;

/** A sentence for a point, or for none. */
export function words(point, wanted) {
  const own = division(wanted);
  if (!point) return `还没有放图钉。${own ? `不放就用${own.name}中心的位置。` : ""}`;
  const near = nearest(point);
  if (!near) return "图钉放好了。";
  const there = `图钉在${near.name}中心${side(near.point, point)}边约 ${far(near.away)}`;
  if (!own || own.code === near.code) return `${there}。`;
  return `${there}，离选的${own.name}中心约 ${far(km(own.point, point))}。`;
}

/** What may be wrong about it; empty for nothing. */
export function warning(point, wanted) {
  if (!point) return "";
  if (isOutside(point)) return "这一带没有本市的乡镇，可能点到市外去了，请再看一下。";
  const own = division(wanted);
  const away = own ? km(own.point, point) : 0;
  if (!own || away <= TOO_FAR[own.digits]) return "";
  return `离选的${own.name}有 ${far(away)}，请看看是点错了，还是乡镇选错了。没有错就照样记下。`;
}
