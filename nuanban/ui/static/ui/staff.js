// Pages of people at work: the same, and the keyboard.
import "./page.js";
import { start as startKeys } from "./keys.js";

startKeys();
