import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadKernel } from "./kernel.ts";
import { compilePhrases } from "./phrase-automaton.ts";
import { estimateJaccard } from "./resemblance.ts";
import type { Sketch } from "./sketch.ts";

const wasmBytes = readFileSync(new URL("../../dist/kernel.wasm", import.meta.url));
const kernel = loadKernel(wasmBytes, compilePhrases([]));

function sketchOf(tokens: readonly string[]): Sketch {
  const text = tokens.join(" ");
  return kernel.sketch(
    { system: "", firstUser: text, lastUser: text, userTurns: 1 },
    { text: "", refused: false },
  );
}

/** Jaccard similarity of the sets of three consecutive tokens. */
function jaccard(a: readonly string[], b: readonly string[]): number {
  const shingles = (tokens: readonly string[]): Set<string> =>
    new Set(tokens.slice(2).map((_, i) => tokens.slice(i, i + 3).join(" ")));
  const [left, right] = [shingles(a), shingles(b)];
  const both = [...left].filter((shingle) => right.has(shingle)).length;
  return both / (left.size + right.size - both);
}

const word = fc.integer({ min: 0, max: 5000 }).map((n) => `w${n}`);
const words = (minLength: number, maxLength: number): fc.Arbitrary<string[]> =>
  fc.array(word, { minLength, maxLength });

describe("the signature", () => {
  it("estimates the Jaccard similarity of the shingles within five standard deviations", () => {
    fc.assert(
      fc.property(words(0, 60), words(30, 300), words(0, 60), words(0, 60), (lead, shared, left, right) => {
        const a = [...lead, ...shared, ...left];
        const b = [...shared, ...right];
        const truth = jaccard(a, b);
        const estimate = estimateJaccard(sketchOf(a).signature, sketchOf(b).signature);
        // MinHash with 64 independent entries is the worst case; the eight bits add 1/256 of chance.
        const deviation = Math.sqrt((truth * (1 - truth) + 1 / 256) / 64);
        expect(Math.abs(estimate - truth)).toBeLessThanOrEqual(5 * deviation + 1 / 64);
      }),
      { numRuns: 1000 },
    );
  });

  it("is unbiased over many pairs", () => {
    let sum = 0;
    let pairs = 0;
    fc.assert(
      fc.property(words(12, 100), words(12, 100), words(12, 100), (shared, left, right) => {
        const [a, b] = [
          [...shared, ...left],
          [...shared, ...right],
        ];
        sum += estimateJaccard(sketchOf(a).signature, sketchOf(b).signature) - jaccard(a, b);
        pairs += 1;
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(Math.abs(sum / pairs)).toBeLessThan(0.006);
  });

  it("is that of the set, not of the multiset: a repeated text signs as the text and its seam", () => {
    fc.assert(
      fc.property(words(12, 60), (tokens) => {
        const twice = sketchOf([...tokens, ...tokens]);
        const often = sketchOf(Array.from({ length: 40 }, () => tokens).flat());
        expect([often.signature, often.bands]).toEqual([twice.signature, twice.bands]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("segments", () => {
  it("of two texts that share a block of 23 tokens have a common one", () => {
    fc.assert(
      fc.property(
        words(23, 23),
        words(0, 60),
        words(0, 60),
        words(0, 60),
        words(0, 60),
        (block, a, b, c, d) => {
          const left = sketchOf([...a, ...block, ...b]).segments;
          const right = new Set(sketchOf([...c, ...block, ...d]).segments);
          expect(left.some((segment) => right.has(segment))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("are distinct, ascending and at most 128", () => {
    fc.assert(
      fc.property(words(0, 3000), (tokens) => {
        const { segments } = sketchOf(tokens);
        expect(segments.length).toBeLessThanOrEqual(128);
        for (let i = 1; i < segments.length; i++)
          expect((segments[i] ?? 0n) > (segments[i - 1] ?? 0n)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("of unrelated texts have none in common", () => {
    fc.assert(
      fc.property(words(8, 400), words(8, 400), (a, b) => {
        const right = new Set(sketchOf(b.map((token) => `other${token}`)).segments);
        expect(sketchOf(a).segments.some((segment) => right.has(segment))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
