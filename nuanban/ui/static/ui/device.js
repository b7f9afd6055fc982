// Kiosk, board and rating device: the same, the card reader, and going back to the start.
import "./page.js";
import { start as startWedge } from "./wedge.js";
import { start as startIdle } from "./idle.js";
import "./clock.js";
import "./sse.js";

startWedge();
startIdle();
