import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EvidenceFamily } from "../report/report.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { fuse, MOST_OF_FAMILY, REPLAY_ALONE } from "./evidence.ts";

const FAMILIES: readonly EvidenceFamily[] = ["content", "timing", "identity", "lifecycle", "replay"];

function says(family: EvidenceFamily, logLikelihoodRatio: number): Evidence {
  return {
    family,
    detector: "D0",
    logLikelihoodRatio,
    summary: "",
    kind: "observed",
    figures: {},
    requests: [],
  };
}

const list = fc.array(
  fc
    .tuple(fc.constantFrom(...FAMILIES), fc.double({ min: -5, max: 20, noNaN: true }))
    .map(([family, ratio]) => says(family, ratio)),
  { maxLength: 8 },
);

describe("fusing evidence", () => {
  it("needs two families that speak: one alone keeps p = 1, however strong, but for replay", () => {
    for (const family of FAMILIES.filter((name) => name !== "replay")) {
      const verdict = fuse([says(family, 50)]);
      expect(verdict.pValue).toBe(1);
      expect(verdict.probability).toBeLessThanOrEqual(0.1);
    }
    expect(fuse([says("content", 6), says("timing", 1.1)]).pValue).toBe(1);
    expect(fuse([says("replay", REPLAY_ALONE - 0.1)]).pValue).toBe(1);
    expect(fuse([says("replay", 12)]).pValue).toBeLessThan(1e-3);
  });

  it("needs content or replay among them: a shared network and a shared rhythm are nobody's harvest", () => {
    const circumstances = [says("timing", 50), says("identity", 50), says("lifecycle", 50)];
    expect(fuse(circumstances).pValue).toBe(1);
    expect(fuse([...circumstances, says("content", 6)]).pValue).toBeLessThan(1e-3);
    expect(fuse([says("replay", 8), says("identity", 8)]).pValue).toBeLessThan(1e-3);
  });

  it("counts the strongest in full, further ones at four fifths, and caps each", () => {
    const { logLikelihoodRatio } = fuse([says("content", 99), says("identity", 99), says("timing", 99)]);
    const { content, identity, timing } = MOST_OF_FAMILY;
    expect(logLikelihoodRatio).toBeCloseTo(identity + 0.8 * content + 0.8 * timing);
  });

  it("counts what speaks against a campaign in full", () => {
    const pro = [says("content", 4), says("identity", 5)];
    const before = fuse(pro).logLikelihoodRatio;
    expect(fuse([...pro, says("timing", -0.6)]).logLikelihoodRatio).toBeCloseTo(before - 0.6);
  });

  it("takes the strongest detector of a family, not their sum", () => {
    const once = fuse([says("content", 3), says("identity", 4)]);
    expect(fuse([says("content", 3), says("content", 2), says("identity", 4)])).toEqual(once);
  });

  it("adds what speaks clearly against a campaign to the strongest of its family", () => {
    const other = says("identity", 4);
    const less = fuse([says("content", 2), other]).logLikelihoodRatio;
    expect(fuse([says("content", 5), says("content", -3), other]).logLikelihoodRatio).toBeCloseTo(less);
    const same = fuse([says("content", 5), other]);
    expect(fuse([says("content", 5), says("content", -0.3), other])).toEqual(same);
  });

  it("leaves one family out as if nothing had been said of it", () => {
    fc.assert(
      fc.property(list, fc.constantFrom(...FAMILIES), (evidence, family) => {
        const rest = evidence.filter((entry) => entry.family !== family);
        expect(fuse(evidence, family)).toEqual(fuse(rest));
      }),
    );
  });

  it("gives a p-value in (0, 1] and a probability in [0, 1], whatever is said", () => {
    fc.assert(
      fc.property(list, (evidence) => {
        const { pValue, probability } = fuse(evidence);
        expect(pValue).toBeGreaterThan(0);
        expect(pValue).toBeLessThanOrEqual(1);
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("never weakens a verdict when a family that is known says more", () => {
    const one = fc.double({ min: -3, max: 9, noNaN: true });
    fc.assert(
      fc.property(
        one,
        one,
        one,
        fc.double({ min: 0, max: 9, noNaN: true }),
        (content, timing, identity, more) => {
          const before = fuse([says("content", content), says("timing", timing), says("identity", identity)]);
          const after = fuse([
            says("content", content),
            says("timing", timing),
            says("identity", identity + more),
          ]);
          expect(after.logLikelihoodRatio).toBeGreaterThanOrEqual(before.logLikelihoodRatio - 1e-9);
          expect(after.pValue).toBeLessThanOrEqual(before.pValue + 1e-12);
        },
      ),
    );
  });
});
