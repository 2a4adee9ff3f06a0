import { describe, expect, it } from "vitest";
import { readRivalLog } from "./read-rival-log.ts";
import { MOST_TEXTS } from "./rival.ts";
import { textVector } from "./text-vector.ts";

const line = (request: object, response: object | null, second: number = 0): string =>
  JSON.stringify({
    time: new Date(Date.UTC(2026, 8, 7, 0, 0, second)).toISOString(),
    request_id: `req_${second}`,
    account: "a",
    organization: "o",
    client: { ip: "192.0.2.1", user_agent: "curl", tls: "print" },
    request,
    response,
  });

describe("reading a log for the rivals", () => {
  it("keeps system text and last user message of every provider apart", () => {
    const requests = [
      {
        system: "Be kind.",
        messages: [
          { role: "user", content: "first" },
          { role: "assistant", content: [{ type: "thinking", thinking: "t", signature: "s" }] },
          { role: "user", content: [{ type: "text", text: "last" }] },
        ],
      },
      {
        messages: [
          { role: "system", content: "Be kind." },
          { role: "user", content: "last" },
        ],
      },
      { instructions: "Be kind.", input: "last" },
      {
        systemInstruction: { parts: [{ text: "Be kind." }] },
        contents: [{ role: "user", parts: [{ text: "last" }] }],
      },
    ];
    const log = readRivalLog(() => requests.map((request, index) => line(request, null, index)), new Map());
    expect(log.requests.map(({ text }) => text)).toEqual(Array.from({ length: 4 }, () => "last"));
    expect(log.requests.map(({ system }) => system)).toEqual(Array.from({ length: 4 }, () => "Be kind."));
    for (const { vector } of log.requests) expect(vector).toEqual(textVector("last"));
  });

  it("knows refusals, produced tokens and cards", () => {
    const answered = [
      line({ input: "x" }, { stop_reason: "refusal", usage: { output_tokens: 3 } }, 0),
      line({ input: "x" }, { choices: [{ message: { content: null, refusal: "no" } }], usage: {} }, 1),
      line(
        { input: "x" },
        { candidates: [{ finishReason: "SAFETY" }], usageMetadata: { candidatesTokenCount: 5 } },
        2,
      ),
      line({ input: "x" }, { choices: [{ message: { content: "yes", refusal: null } }] }, 3),
    ];
    const log = readRivalLog(() => answered, new Map([["a", "card"]]));
    expect(log.requests.map(({ refused }) => refused)).toEqual([true, true, true, false]);
    expect(log.requests.map(({ outputTokens }) => outputTokens)).toEqual([3, 0, 5, 0]);
    expect(log.requests[0]?.payment).toBe("card");
  });

  it("keeps exactly 200 requests of an account with more, spread over the log, and the times of all", () => {
    for (const size of [MOST_TEXTS + 1, 2 * MOST_TEXTS - 1, 3 * MOST_TEXTS - 5]) {
      const lines = Array.from({ length: size }, (_, index) => line({ input: "x" }, null, index));
      const log = readRivalLog(() => lines, new Map());
      const kept = (log.byAccount.get("a") ?? []).map(({ timeMs }) => timeMs / 1000);
      expect(kept).toHaveLength(MOST_TEXTS);
      const gaps = kept.slice(1).map((time, index) => time - (kept[index] ?? 0));
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      expect(log.arrivals.get("a")).toHaveLength(lines.length);
    }
  });

  it("keeps all requests of an account with no more than that", () => {
    const lines = Array.from({ length: MOST_TEXTS }, (_, index) => line({ input: "x" }, null, index));
    expect(readRivalLog(() => lines, new Map()).requests).toHaveLength(MOST_TEXTS);
  });
});
