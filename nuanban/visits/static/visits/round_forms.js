// What is asked at the end of a visit: words, result, photos, and how somebody agreed.
import { signPad } from "./sign_pad.js";

const clone = (name) => document.querySelector(`template[data-${name}]`).content.cloneNode(true).firstElementChild;

/** Nobody home: what was left. */
export function nobodyForm(note) {
  const form = clone("nobody");
  form.addEventListener("submit", (event) => { event.preventDefault(); note({ words: form.elements.words.value.trim() }); });
  return form;
}

/** Done: `note(what)` keeps it, `photo(file, of)` keeps a photo and gives its key, `kept()` says how
 * many, `papers` are those that a photo may be of: [{item, paper, name}]. */
export function finishForm(served, note, photo, kept, papers) {
  const form = clone("finish");
  const at = (name) => form.querySelector(`[data-${name}]`);
  const pad = signPad(at("pad"));
  const value = (name) => form.elements[name].value.trim();
  const fault = (text) => { at("fault").textContent = text; at("fault").hidden = !text; };
  const way = () => form.elements.way.value;
  papers.forEach(({ name }, turn) => form.elements.of.append(new Option(name, turn)));
  at("of-box").hidden = !papers.length;
  let thumb = null;

  function onWay() {
    at("sign").hidden = !way();
    form.querySelectorAll("[data-for]").forEach((it) => { it.hidden = !it.dataset.for.split(" ").includes(way()); });
    at("hearer").textContent = way() === "spoken" ? "谁听到的" : "见证人";
  }
  function wrong() {
    if (!served.includes(form.elements.outcome.value) && !value("words")) return "请写明看到了什么、下一步怎么办。";
    if (way() && !value("name")) return "请写明是谁同意的。";
    if (way() === "drawn" && !pad.strokes().length) return "请在框里签名。";
    if (way() === "thumb" && !thumb) return "按了手印要拍一张照片。";
    if (way() === "mark" && !(value("witness") && value("second_witness"))) return "按手印要有两个见证人的姓名。";
    if (way() === "spoken" && !(value("said") && value("witness"))) return "口头同意要写明原话和谁听到的。";
    return "";
  }
  const signature = () => (way() ? {
    way: way(), name: value("name"), witness: value("witness"), second_witness: value("second_witness"), words: value("said"),
    strokes: way() === "drawn" ? pad.strokes() : [], photo: way() === "thumb" ? thumb : null,
  } : null);

  form.addEventListener("change", async (event) => {
    if (event.target.name === "way") onWay();
    if (event.target.type !== "file") return;
    const [file] = event.target.files;
    const of = event.target.name === "photo" ? papers[form.elements.of.value] : null;
    const key = file ? await photo(file, of) : null;
    if (key) at("photos").textContent = await kept();
    if (key && event.target.name === "thumb") { thumb = key; at("thumb").textContent = "拇指印已拍好，存在手机里。"; }
    event.target.value = "";
  });
  at("wipe").addEventListener("click", pad.wipe);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fault(wrong());
    if (at("fault").hidden) note({ outcome: form.elements.outcome.value, words: value("words"), signature: signature() });
  });
  onWay();
  return form;
}
