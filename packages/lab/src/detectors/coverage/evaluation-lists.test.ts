import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referenceSketch } from "../../sketches/reference.ts";
import { compilePhrases } from "../../sketches/phrase-automaton.ts";
import {
  decodeEvaluationList,
  encodeEvaluationList,
  evaluationListOf,
  indexEvaluations,
} from "./evaluation-lists.ts";
import { readEvaluationLists } from "./read-evaluation-lists.ts";

const QUESTION = "Which of these seven rivers crosses the most borders on its way?";

describe("a list of questions", () => {
  it("has the hash that the kernel gives for the same last user text", () => {
    const text = `Straße und ΣΟΦΟΣ: ${QUESTION}`;
    const prompt = { system: "", firstUser: text, lastUser: text, userTurns: 1 };
    const sketch = referenceSketch(prompt, { text: "", refused: false }, compilePhrases([]));
    expect(evaluationListOf("quiz", [text]).hashes[0]).toBe(sketch.textHash);
  });

  it("leaves out texts that anybody may send", () => {
    const index = indexEvaluations([evaluationListOf("quiz", ["What is two plus two?", QUESTION, ""])]);
    expect([...evaluationListOf("quiz", ["thanks"]).hashes]).toEqual([0n]);
    expect(index.lists).toEqual([{ name: "quiz", size: 1, length: 3 }]);
    expect(index.positionOf(0n)).toBeUndefined();
  });

  it("finds a question by its hash, signed or not, where it stands first", () => {
    const texts = Array.from({ length: 30 }, (_, at) => `${QUESTION} Variant ${String(at % 20)} of it.`);
    const list = evaluationListOf("a", texts);
    const index = indexEvaluations([evaluationListOf("none", []), list, evaluationListOf("b", texts)]);
    expect(index.lists.map(({ size }) => size)).toEqual([0, 20, 0]);
    for (const [at, hash] of list.hashes.entries()) {
      expect(index.positionOf(BigInt.asIntN(64, hash))).toEqual({ list: 1, at: at % 20 });
    }
  });

  it("comes back from its bytes", () => {
    fc.assert(
      fc.property(fc.bigUint64Array(), (hashes) => {
        const bytes = encodeEvaluationList({ name: "x", hashes });
        const moved = new Uint8Array(bytes.length + 3);
        moved.set(bytes, 3);
        expect(decodeEvaluationList("x", moved.subarray(3)).hashes).toEqual(hashes);
      }),
    );
    expect(() => decodeEvaluationList("x", new Uint8Array(9))).toThrow(RangeError);
  });
});

describe("a folder of lists", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "stillwatch-evaluations-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it("may hold other files", async () => {
    const lists = [evaluationListOf("a", [QUESTION]), evaluationListOf("b", [QUESTION, QUESTION])];
    for (const list of lists)
      await writeFile(join(folder, `${list.name}.hashes`), encodeEvaluationList(list));
    await writeFile(join(folder, "README.md"), "about");
    expect(await readEvaluationLists(folder)).toEqual(lists);
  });

  it("is refused with the name of what is no list", async () => {
    await writeFile(join(folder, "c.hashes"), "short");
    await expect(readEvaluationLists(folder)).rejects.toThrow(/; c has 5 bytes\./);
    // A sparse file, so that only its stated size is large.
    await truncate(join(folder, "c.hashes"), 17 * 1024 * 1024);
    await expect(readEvaluationLists(folder)).rejects.toThrow(/^c\.hashes is longer than 16 MiB/);
  });
});

describe("the shipped lists", () => {
  it("hold the public sets in their order", async () => {
    const lists = await readEvaluationLists(fileURLToPath(new URL("../../../evaluations/", import.meta.url)));
    const index = indexEvaluations(lists);
    expect(index.lists.map(({ name, length }) => [name, length])).toEqual([
      ["anthropic_model_written_evals", 2600],
      ["arena_hard_v01", 500],
      ["bbh_eval_run", 2033],
      ["bfcl_function_calling", 3596],
    ]);
    const first = evaluationListOf("x", ["Use ABC notation to write a melody in the style of a folk tune."]);
    expect(index.positionOf(first.hashes[0] ?? 0n)).toEqual({ list: 1, at: 0 });
  });
});
