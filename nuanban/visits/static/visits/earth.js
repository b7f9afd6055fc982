// Points of the earth, WGS-84: as parts of Mercator's map of the world, how far, which way.

const RADIUS_KM = 6371;
const COMPASS = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];
const radians = (it) => (it * Math.PI) / 180;

/** [latitude, longitude] as [from the left, from the top], each 0 to 1. */
export function mercator([latitude, longitude]) {
  const sine = Math.sin(radians(Math.max(-85, Math.min(85, latitude))));
  return [(longitude + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** The other way round. */
export function degrees([x, y]) {
  return [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, 360 * x - 180];
}

/** Kilometres between two points. */
export function km([south, west], [north, east]) {
  const [down, across] = [radians(north - south) / 2, radians(east - west) / 2];
  const part = Math.sin(down) ** 2 + Math.cos(radians(south)) * Math.cos(radians(north)) * Math.sin(across) ** 2;
  return 2 * RADIUS_KM * Math.asin(Math.sqrt(part));
}

/** On which side of `here` lies `there`: one of eight words. */
export function side(here, there) {
  const [[x, y], [left, top]] = [mercator(there), mercator(here)];
  const turn = Math.atan2(x - left, top - y) / (Math.PI / 4);
  return COMPASS[(Math.round(turn) + 8) % 8];
}

/** Kilometres as people say them. */
export const far = (it) => (it < 1 ? `${Math.max(1, Math.round(it * 100)) * 10} 米` : `${it.toFixed(it < 20 ? 1 : 0)} 公里`);
