import { describe, expect, it } from "vitest";
import { FIRST_CAMPAIGN, FREE_TEXT } from "./mining-prompts.ts";
import { recovery } from "./recovery.ts";

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

describe("recovery", () => {
  it("counts members of groups of at least 20 whose most frequent template is theirs", () => {
    const labels = Int16Array.from([...times(30, 3), ...times(40, FIRST_CAMPAIGN), ...times(30, FREE_TEXT)]);
    // Template 3 is one group with ten strangers; half of the campaign is in a group, the rest in a small one.
    const groupOf = Int32Array.from([
      ...times(30, 0),
      ...times(20, 7),
      ...times(19, 8),
      -1,
      ...times(10, 0),
      ...times(20, -1),
    ]);
    expect(recovery(groupOf, labels)).toEqual({
      planted: 50 / 70,
      campaign: 20 / 40,
      purity: 50 / 60,
      groups: 2,
    });
  });

  it("gives nothing for a group of free text", () => {
    const labels = Int16Array.from([...times(25, FREE_TEXT), ...times(20, 1)]);
    expect(recovery(Int32Array.from(times(45, 0)), labels)).toMatchObject({
      planted: 0,
      purity: 0,
      groups: 1,
    });
  });
});
