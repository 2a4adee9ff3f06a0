/** The exchange as a command; everything else of it is its own. */
export { hubProgram, runHub, type World } from "./main.ts";
