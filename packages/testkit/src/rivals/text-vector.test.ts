import { describe, expect, it } from "vitest";
import { cosine, eachWord, textVector } from "./text-vector.ts";

describe("the vector of a text", () => {
  const question = "Explain how a compiler allocates registers when the graph cannot be coloured";

  it("has length 1, and none for an empty text", () => {
    expect(cosine(textVector(question), textVector(question))).toBeCloseTo(1, 5);
    expect(Math.hypot(...textVector("  … "))).toBe(0);
  });

  it("is nearer to the same wording with two words exchanged than to another text", () => {
    const reworded = question.replace("compiler", "linker").replace("coloured", "solved");
    const other = "Write a short poem about the sea in autumn for my grandmother's birthday party";
    const near = cosine(textVector(question), textVector(reworded));
    expect(near).toBeGreaterThan(0.5);
    expect(cosine(textVector(question), textVector(other))).toBeLessThan(near - 0.3);
  });

  it("does not see case and punctuation", () => {
    expect(cosine(textVector("Hello, big WORLD!"), textVector("hello big world"))).toBeCloseTo(1, 5);
  });

  it("takes every Han character as a word, and a run of letters as one", () => {
    const words: number[] = [];
    eachWord("请解释 the plan", (_, length) => words.push(length));
    expect(words).toEqual([4, 4, 4, 3, 4]);
  });
});
