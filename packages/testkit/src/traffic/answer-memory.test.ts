import { describe, expect, it } from "vitest";
import { AnswerMemory } from "./answer-memory.ts";
import { randomFrom } from "./random.ts";

describe("the memory of answers", () => {
  it("gives nothing before anything was answered, and nothing of another pool", () => {
    const memory = new AnswerMemory();
    memory.remember("one", { account: "a", question: "?", answer: "!" });
    expect(memory.recall(randomFrom(1), "two", "b")).toBeUndefined();
    expect(memory.recall(randomFrom(1), "one", "b")?.answer).toBe("!");
  });

  it("never gives an account its own answer", () => {
    const memory = new AnswerMemory();
    const random = randomFrom(2);
    for (let index = 0; index < 100; index++)
      memory.remember("one", { account: index % 2 === 0 ? "a" : "b", question: "?", answer: String(index) });
    const recalled = Array.from({ length: 200 }, () => memory.recall(random, "one", "a"));
    expect(recalled.filter((one) => one?.account === "a")).toEqual([]);
    expect(recalled.filter((one) => one?.account === "b").length).toBeGreaterThan(150);
  });

  it("forgets the oldest beyond 256", () => {
    const memory = new AnswerMemory();
    const random = randomFrom(3);
    for (let index = 0; index < 1000; index++)
      memory.remember("one", { account: "a", question: "?", answer: String(index) });
    const recalled = Array.from({ length: 3000 }, () => Number(memory.recall(random, "one", "b")?.answer));
    expect(Math.min(...recalled)).toBeGreaterThanOrEqual(1000 - 256);
    expect(new Set(recalled).size).toBe(256);
  });
});
