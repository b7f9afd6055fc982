// How written Chinese is said: numbers people know by heart one by one, dates and ranges as words.

const DIGITS = ["零", "幺", "二", "三", "四", "五", "六", "七", "八", "九"];

/** "A012" → "A 零幺二": each digit by itself, as it is called in a hall. */
export function digitByDigit(text) {
  return [...text].map((c) => (/\d/.test(c) ? DIGITS[Number(c)] : c)).join("");
}

const RULES = [
  // masked ID numbers and phones: "5114**********21"
  [/(\d{2,6})\*{2,}(\d*[\dXx]?)/g, (_, head, tail) => `${digitByDigit(head)}，中间略，${digitByDigit(tail)}`],
  // masked names: "王**"
  [/([\u3400-\u9fff])\*+/g, (_, family) => `${family}某`],
  // days and clock times
  [/\b(\d{4})-(\d{1,2})-(\d{1,2})\b/g, (_, y, m, d) => `${y}年${Number(m)}月${Number(d)}日`],
  [/\b(\d{1,2}):(\d{2})\b/g, (_, h, m) => `${Number(h)}点${m === "00" ? "整" : `${Number(m)}分`}`],
  // phones with a dash: "0730-12345"
  [/\b(0\d{2,3})-(\d{3,8})\b/g, (_, area, number) => `${digitByDigit(area)}，${digitByDigit(number)}`],
  // ticket and case numbers: letters, then digits
  [/\b([A-Z]{1,3}-?)(\d{2,})\b/g, (_, letters, number) => `${letters.replace("-", "")} ${digitByDigit(number)}`],
  // ranges: "3–8 分钟"
  [/(\d)\s*[–—~～]\s*(\d)/g, "$1到$2"],
  // ID numbers, mobile phones, short hotlines
  [/(?<![\d.,])(\d{17}[\dXx]|1\d{10}|1\d{4}|\d{7,16})(?![\d.,])(?!\s*[元年月日人件个次])/g, (_, number) => digitByDigit(number)],
];

/** The text a voice is given for `text`. Only Chinese is rewritten. */
export function speakable(text, lang = "zh-CN") {
  if (!lang.startsWith("zh")) return text;
  return RULES.reduce((said, [pattern, spoken]) => said.replace(pattern, spoken), text);
}
