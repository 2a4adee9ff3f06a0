import { describe, expect, it } from "vitest";
import { compilePhrases } from "./phrase-automaton.ts";
import { referenceSketch } from "./reference.ts";
import { hashToken } from "./tokens.ts";

// docs/sketch-kernel.md section 11. Stored sketches are compared over months: these bits never change silently.
describe("the vectors of the specification", () => {
  it.each([
    ["a", 0x6e8c04aa794d4361n],
    ["hello", 0x4b2ba065cd26d984n],
    ["чай", 0x2e6ab39b0ee397e8n],
    ["语", 0x887a772702b3bf83n],
    ["internationalization", 0x402ab285914c3adbn],
  ])("hash the token %s", (token, hash) => {
    expect(hashToken(token)).toBe(hash);
  });

  it("sketch a sentence", () => {
    const text =
      "The quick brown fox jumps over the lazy dog, and then it sleeps until the sun comes up over the hill again.";
    const prompt = { system: "", firstUser: text, lastUser: text, userTurns: 1 };
    const sketch = referenceSketch(prompt, { text: "", refused: false }, compilePhrases([]));
    expect(sketch.promptTokens).toBe(22);
    expect(sketch.textHash).toBe(0xb35fb5e8748b3ddbn);
    expect(Buffer.from(sketch.signature).toString("hex").slice(0, 16)).toBe("415fd96802df0734");
    expect([sketch.bands[0], sketch.bands[7]]).toEqual([0xda0e24c4283aee11n, 0x1b0ec6f49f8c4586n]);
    expect([...sketch.segments]).toEqual([0x142519f17388d15an]);
  });
});
