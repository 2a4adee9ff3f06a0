import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellRuns, levelFloors, shadeClass } from "./raster-runs.ts";

const grid = fc.array(fc.array(fc.nat({ max: 60 }), { minLength: 12, maxLength: 12 }), {
  minLength: 1,
  maxLength: 6,
});

describe("cellRuns", () => {
  it("paints every cell with a count in its own shade, and no other cell", () => {
    fc.assert(
      fc.property(grid, (counts) => {
        const floors = levelFloors(counts);
        const painted = new Map(
          cellRuns(counts, floors).flatMap((path, level) =>
            cells(path).map((cell) => [cell, level] as const),
          ),
        );
        counts.forEach((row, y) =>
          row.forEach((count, x) => {
            const expected = count === 0 ? undefined : floors.filter((floor) => count >= floor).length - 1;
            expect(painted.get(`${x},${y}`)).toBe(expected);
          }),
        );
      }),
    );
  });

  it("takes one line for a run of equal cells", () => {
    expect(cellRuns([[0, 1, 1, 1, 0, 1]], [1])).toEqual(["M1 0.5h3m1 0h1"]);
  });
});

describe("shadeClass", () => {
  it("goes from light to dark without using a shade twice", () => {
    const shades = [1, 2, 3, 4].map((levels) =>
      Array.from({ length: levels }, (_, level) => shadeClass(level, levels)),
    );
    expect(shades).toEqual([["r3"], ["r2", "r4"], ["r2", "r3", "r4"], ["r1", "r2", "r3", "r4"]]);
  });
});

describe("levelFloors", () => {
  it("begins with one and rises", () => {
    fc.assert(
      fc.property(grid, (counts) => {
        const floors = levelFloors(counts);
        expect(floors[0]).toBe(1);
        floors.forEach((floor, at) => expect(at === 0 || floor > (floors[at - 1] ?? 0)).toBe(true));
      }),
    );
  });
});

/** Cells that a path covers, as "x,y". */
function cells(path: string): readonly string[] {
  const covered: string[] = [];
  let x = 0;
  let y = 0;
  for (const [, command, a, b] of path.matchAll(/([Mmh])(-?\d+)(?: (\d+)(?:\.5)?)?/g)) {
    if (command === "M") [x, y] = [Number(a), Number(b)];
    else if (command === "m") x += Number(a);
    else for (const end = x + Number(a); x < end; x++) covered.push(`${x},${y}`);
  }
  return covered;
}
