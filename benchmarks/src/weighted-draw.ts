import type { Random } from "../../packages/testkit/dist/traffic/random.js";

const TICKETS = 2 ** 20;

/** Draws indexes in proportion to their weights, in one step: a lottery with about a million tickets. */
export function weightedDraw(weights: Float64Array): (random: Random) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const tickets = new Uint32Array(Math.max(TICKETS, 8 * weights.length));
  let spent = 0;
  let ticket = 0;
  weights.forEach((weight, index) => {
    spent += weight;
    const until = Math.round((spent / total) * tickets.length);
    while (ticket < until) tickets[ticket++] = index;
  });
  return (random) => tickets[random.below(tickets.length)] ?? 0;
}
