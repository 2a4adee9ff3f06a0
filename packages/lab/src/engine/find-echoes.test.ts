import { describe, expect, it } from "vitest";
import { AdmissionFilter } from "../sketches/admission.ts";
import { SeenIds } from "../sketches/seen-ids.ts";
import { rowsOf, withEngine, type Row } from "./engine.fixture.ts";
import { ChunkLoader } from "./load-chunks.ts";
import { textChunk, wordSource, type TextRequest } from "./text-log.fixture.ts";

const PLACE = { source: 0, byteOffset: 0, byteLength: 0, firstLine: 1, plainLines: true };
const words = wordSource(7);

/** @param chunkLength - requests per chunk */
async function echoesIn(requests: readonly TextRequest[], chunkLength: number): Promise<Row[]> {
  return withEngine(async (engine) => {
    const loader = await ChunkLoader.open(engine, new AdmissionFilter(), new SeenIds());
    for (let from = 0; from < requests.length; from += chunkLength)
      loader.load(from, textChunk(requests.slice(from, from + chunkLength), from), PLACE);
    loader.close();
    const rows = await engine.query(
      "SELECT request_no, account_no, source_account, hits, segments FROM echoes ORDER BY request_no",
    );
    return rowsOf(rows, ["request_no", "account_no", "source_account", "hits", "segments"]);
  });
}

const answer = words(200);

describe.each([1, 100])("echoes, in chunks of %i requests", (chunkLength) => {
  it("are prompts that hold an answer which another account was given before", async () => {
    const echoes = await echoesIn(
      [
        { account: 0, text: words(50), answer },
        { account: 1, text: words(50), answer: words(200) },
        { account: 2, text: `Clean up the following: ${answer}` },
      ],
      chunkLength,
    );
    expect(echoes).toMatchObject([{ request_no: 2, account_no: 2, source_account: 0 }]);
    expect(Number(echoes[0]?.["hits"])).toBeGreaterThan(15);
    expect(Number(echoes[0]?.["hits"])).toBeLessThanOrEqual(Number(echoes[0]?.["segments"]));
  });

  it("name the account with most of the repeated segments", async () => {
    const other = words(80);
    const echoes = await echoesIn(
      [
        { account: 0, text: words(50), answer: other },
        { account: 1, text: words(50), answer },
        { account: 2, text: `${other} ${answer}` },
      ],
      chunkLength,
    );
    expect(echoes.map((row) => row["source_account"])).toEqual([1]);
  });

  it.each<readonly [string, readonly TextRequest[]]>([
    [
      "an account's own answers",
      [
        { account: 0, text: words(50), answer },
        { account: 0, text: answer },
      ],
    ],
    [
      "answers that come later",
      [
        { account: 1, text: answer },
        { account: 0, text: words(50), answer },
      ],
    ],
    [
      "answers of one's organization",
      [
        { account: 0, text: words(50), answer, organization: "o" },
        { account: 1, text: answer, organization: "o" },
      ],
    ],
    [
      "answers that repeat their prompt",
      [
        { account: 0, text: `Say again: ${answer}`, answer },
        { account: 1, text: answer },
      ],
    ],
    [
      "answers that quote what stood in a prompt before",
      [
        { account: 3, text: answer },
        { account: 0, text: words(50), answer },
        { account: 1, text: answer },
      ],
    ],
    [
      "what three accounts were told",
      [
        ...[3, 4, 5].map((account) => ({ account, text: words(50), answer })),
        { account: 1, text: `Explain: ${answer}` },
      ],
    ],
    [
      "a quotation within a long prompt",
      [
        { account: 0, text: words(50), answer },
        { account: 1, text: `${words(600)} ${answer}` },
      ],
    ],
    [
      "short answers",
      [
        {
          account: 0,
          text: words(50),
          answer: "The answer is no, because there is not enough time left for it.",
        },
        { account: 1, text: "The answer is no, because there is not enough time left for it." },
      ],
    ],
  ])("are not %s", async (_, requests) => {
    expect(await echoesIn(requests, chunkLength)).toEqual([]);
  });

  it("are of strangers where the organizations differ", async () => {
    const echoes = await echoesIn(
      [
        { account: 0, text: words(50), answer, organization: "o" },
        { account: 1, text: answer, organization: "p" },
      ],
      chunkLength,
    );
    expect(echoes.length).toBe(1);
  });
});
