// A day without visits: said calmly, and when the next one is.

const clock = (seconds) => `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}`;

/** 2026-11-24 → 11 月 24 日 星期二 */
export function dayWords(day) {
  const at = new Date(`${day}T00:00:00Z`);
  return `${at.getUTCMonth() + 1} 月 ${at.getUTCDate()} 日 星期${"日一二三四五六"[at.getUTCDay()]}`;
}

function whatComes(next) {
  if (!next) return "后面也还没有约好的。有了，就会出现在这里。";
  return `下一次是 ${dayWords(next.day)}，${next.count} 家，最早 ${clock(next.begins)} 开始。那天早上有信号时打开这一页，名单就在手机里。`;
}

/** `place` says it, or nothing when there is a list, or may be one as soon as the city answers. */
export function showRest(place, day, asked) {
  place.hidden = day ? day.visits.length > 0 : !asked;
  if (place.hidden) return;
  const line = (name, text) => { place.querySelector(`[data-${name}]`).textContent = text; };
  line("rest-now", day ? "今天没有上门。" : "手机里还没有今天的名单。");
  line("rest-next", day ? whatComes(day.next) : "有信号的时候会自己取来。");
}
