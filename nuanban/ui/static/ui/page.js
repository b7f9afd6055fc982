// Residents' pages: everything a page needs is wired here, once.
import { start as startCare } from "./care.js";
import { start as startReading } from "./read_bar.js";
import { start as startOnce } from "./once.js";
import { start as startAutosave } from "./autosave.js";
import { start as startParts } from "./parts.js";
import { start as startPicks } from "./picks.js";

export function start() {
  document.documentElement.dataset.script = "on";
  startCare();
  startReading();
  startOnce();
  startAutosave();
  startParts();
  startPicks();
}

start();
