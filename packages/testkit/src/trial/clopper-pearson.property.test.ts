import fc from "fast-check";
import { describe, it } from "vitest";
import { clopperPearson } from "./clopper-pearson.ts";

describe("laws of the interval", () => {
  const seen = fc.nat({ max: 400 }).chain((trials) => fc.tuple(fc.nat({ max: trials }), fc.constant(trials)));

  it("holds the observed share", () => {
    fc.assert(
      fc.property(seen, ([hits, trials]) => {
        const [low, high] = clopperPearson(hits, trials);
        return trials === 0 || (low <= hits / trials && hits / trials <= high);
      }),
    );
  });

  it("mirrors: failures have the interval turned around", () => {
    fc.assert(
      fc.property(seen, ([hits, trials]) => {
        const [low, high] = clopperPearson(hits, trials);
        const [other, more] = clopperPearson(trials - hits, trials);
        return Math.abs(low - (1 - more)) < 1e-9 && Math.abs(high - (1 - other)) < 1e-9;
      }),
    );
  });

  it("is wider at a higher confidence", () => {
    fc.assert(
      fc.property(seen, ([hits, trials]) => {
        const [low, high] = clopperPearson(hits, trials, 0.9);
        const [wideLow, wideHigh] = clopperPearson(hits, trials, 0.99);
        return wideLow <= low && wideHigh >= high;
      }),
    );
  });
});
