import { describe, expect, it } from "vitest";
import { cellsOf, DEFAULT_SWEEP, packed, RIVAL_SEEDS } from "./cells.ts";

describe("the cells of the trial", () => {
  const cells = cellsOf(DEFAULT_SWEEP);

  it("try every shape at every share of cover, and the shapes named for it at every rate", () => {
    expect(DEFAULT_SWEEP.shapes).toEqual(expect.arrayContaining([...DEFAULT_SWEEP.ratedShapes]));
    for (const shape of DEFAULT_SWEEP.shapes) {
      const its = cells.filter(({ shapes }) => shapes.includes(shape)).map(({ knobs }) => knobs);
      expect(its).toEqual([
        { cover: 0, intensity: 1 },
        { cover: 0.3, intensity: 1 },
        { cover: 0.6, intensity: 1 },
        ...(DEFAULT_SWEEP.ratedShapes.includes(shape)
          ? [
              { cover: 0.3, intensity: 0.5 },
              { cover: 0.3, intensity: 2 },
            ]
          : []),
      ]);
    }
  });

  it("look for delay and run the rivals once for each shape", () => {
    const looked = cells.filter(({ delay, rivals }) => delay && rivals).flatMap(({ shapes }) => shapes);
    expect([...looked].sort()).toEqual([...DEFAULT_SWEEP.shapes].sort());
  });

  it("draw every campaign log with a seed of its own and never with the seed of honest traffic", () => {
    const seeds = cells.map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(cells.length);
    expect(cells.filter(({ baseSeed }) => seeds.includes(baseSeed))).toEqual([]);
    const learned: readonly number[] = Object.values(RIVAL_SEEDS);
    expect(
      cells.filter(({ seed, baseSeed }) => learned.includes(seed) || learned.includes(baseSeed)),
    ).toEqual([]);
    expect(new Set(cells.map(({ baseSeed }) => baseSeed)).size).toBe(DEFAULT_SWEEP.bases);
  });

  it("never put two shapes with the same words into one log, nor more than asked for", () => {
    expect(packed(["rubric", "february-rubric", "metaprompt", "chinese"], 2)).toEqual([
      ["rubric", "metaprompt"],
      ["february-rubric", "chinese"],
    ]);
    expect(packed(["a", "b", "c"], 1)).toEqual([["a"], ["b"], ["c"]]);
  });
});
