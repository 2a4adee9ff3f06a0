import { describe, expect, it } from "vitest";
import { readRivalLog } from "./read-rival-log.ts";
import { MOST_TEXTS } from "./rival.ts";

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
  it("takes system text and last user message of every provider", () => {
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
    expect(log.requests.map(({ text }) => text)).toEqual(Array.from({ length: 4 }, () => "Be kind.\nlast"));
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

  it("keeps at most 200 requests of an account with text, spread over the log, and the times of all", () => {
    const lines = Array.from({ length: 3 * MOST_TEXTS - 5 }, (_, index) => line({ input: "x" }, null, index));
    const log = readRivalLog(() => lines, new Map());
    const kept = (log.byAccount.get("a") ?? []).map(({ timeMs }) => timeMs);
    expect(kept).toHaveLength(MOST_TEXTS - 1);
    expect(new Set(kept.slice(1).map((time, index) => time - (kept[index] ?? 0)))).toEqual(new Set([3000]));
    expect(log.arrivals.get("a")).toHaveLength(lines.length);
  });
});
