import { describe, expect, it } from "vitest";
import { withEngine } from "../../engine/engine.fixture.ts";
import { loadTexts, wordSource, type TextRequest } from "../../engine/text-log.fixture.ts";
import { findInjectedBlocks, type InjectedBlock } from "./injected-blocks.ts";

const LEAST = { payers: 5, texts: 20 };

function blocksOf(
  requests: readonly TextRequest[],
  payerOf?: (account: number) => number,
): Promise<readonly InjectedBlock[]> {
  return withEngine(async (engine) => {
    await loadTexts(engine, requests, payerOf);
    return findInjectedBlocks(engine, LEAST);
  });
}

/** Long texts that have nothing in common but the block, which stands at another place in each. */
function injected(block: string, count: number, words: (count: number) => string): TextRequest[] {
  return Array.from({ length: count }, (_, account) => ({
    account,
    text: `${words(40 + account)} ${block} ${words(120 - account)}`,
  }));
}

describe("injected blocks", () => {
  it("are found inside of long texts that otherwise differ, as one block each", async () => {
    const words = wordSource(1);
    const requests = injected(words(60), 40, words);
    const free = Array.from({ length: 40 }, (_, account) => ({ account, text: words(200) }));
    const blocks = await blocksOf([...requests, ...free]);
    expect(blocks.length).toBe(1);
    // The first carrier of a hash stays outside of its group.
    expect(blocks[0]?.requests).toEqual(Array.from({ length: 39 }, (_, at) => at + 1));
    expect(blocks[0]?.segments.length).toBeGreaterThan(1);
  });

  it("are found in system prompts too, under the same user text or another", async () => {
    const words = wordSource(2);
    const block = words(50);
    const requests = Array.from({ length: 40 }, (_, account) => ({
      account,
      system: `${words(80)} ${block}`,
      text: words(30),
    }));
    expect((await blocksOf(requests)).map((one) => one.requests.length)).toEqual([39]);
  });

  it("stay apart where two blocks are used by different requests", async () => {
    const words = wordSource(3);
    const [left, right] = [words(50), words(50)];
    const requests = [...injected(left, 40, words), ...injected(right, 40, words)];
    const blocks = await blocksOf(requests);
    const groups = blocks.map((block) => block.requests);
    expect(groups.length).toBe(2);
    expect(
      groups.map((group) => [...new Set(group.map((request) => Math.floor(request / 40)))]).sort(),
    ).toEqual([[0], [1]]);
  });

  it("are none where one payer stands behind all, or four", async () => {
    const words = wordSource(4);
    const requests = injected(words(60), 40, words);
    expect(await blocksOf(requests, () => 0)).toEqual([]);
    expect(await blocksOf(requests, (account) => account % 4)).toEqual([]);
    expect((await blocksOf(requests, (account) => account % 5)).length).toBe(1);
  });

  it("are none in verbatim copies of one text, however many payers send it", async () => {
    const text = wordSource(5)(150);
    expect(await blocksOf(Array.from({ length: 60 }, (_, account) => ({ account, text })))).toEqual([]);
  });

  it("are none where too few different texts carry the block", async () => {
    const words = wordSource(6);
    const requests = injected(words(60), LEAST.texts, words);
    expect(await blocksOf(requests)).toEqual([]);
    expect((await blocksOf(injected(words(60), LEAST.texts + 1, words))).length).toBe(1);
  });

  it("are none in an empty engine or in free text", async () => {
    const words = wordSource(7);
    expect(
      await blocksOf(Array.from({ length: 60 }, (_, account) => ({ account, text: words(100) }))),
    ).toEqual([]);
  });
});
