import { describe, expect, it } from "vitest";
import { randomFrom } from "../random.ts";
import { reworded } from "./reword.ts";

const passages = { texts: [], words: ["corpus"], spaced: true, every: [20, 64] as const };
const template = Array.from({ length: 50 }, () => "Write every step of your reasoning down.").join(" ");

describe("rewording", () => {
  it("at rate 0 changes nothing", () => {
    expect(reworded(randomFrom(1), passages, template, 0)).toBe(template);
  });

  it("replaces the stated share of words and keeps their number and their full stops", () => {
    const before = template.split(" ");
    for (const rate of [0.2, 0.5, 0.9]) {
      const after = reworded(randomFrom(2), passages, template, rate).split(" ");
      expect(after).toHaveLength(before.length);
      const changed = after.filter((word, index) => word !== before[index]).length / before.length;
      expect(Math.abs(changed - rate)).toBeLessThan(0.08);
      expect(after.filter((word) => word.endsWith(".")).length).toBe(50);
    }
  });

  it("replaces characters in a script without spaces", () => {
    const han = { texts: [], words: ["字"], spaced: false, every: [4, 11] as const };
    const text = "请把每一步思考都写出来".repeat(20);
    const after = reworded(randomFrom(3), han, text, 0.5);
    expect([...after]).toHaveLength([...text].length);
    expect(after.split("字").length).toBeGreaterThan(80);
  });
});
