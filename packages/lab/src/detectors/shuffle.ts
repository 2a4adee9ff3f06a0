import type { Random } from "./seeded-random.ts";

/** Puts a list into a random order, in place; each order is as likely as any other (Fisher and Yates, Durstenfeld 1964). */
export function shuffle(list: Int32Array, random: Random): void {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const held = list[at] ?? 0;
    list[at] = list[other] ?? 0;
    list[other] = held;
  }
}
