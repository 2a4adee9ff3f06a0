import type { Random } from "../traffic/random.ts";
import { randomFrom } from "../traffic/random.ts";

/** `count` fixed directions of ±1, the same in every run. */
export function signedDirections(count: number, dimensions: number, seed: number): Float32Array[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: dimensions }, () => (random.unit() < 0.5 ? -1 : 1)),
  );
}

/** `count` fixed directions of independent standard normal figures. */
export function normalDirections(count: number, dimensions: number, seed: number): Float32Array[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: dimensions }, () => standardNormal(random)),
  );
}

/** Box and Muller (1958). */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
}
