import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL_FORMATS, openReader } from "../formats/all-formats.ts";
import { FILE_TIME_MS, NOW_MS } from "../reading.fixture.ts";
import { isRejection } from "../record-reader.ts";
import { readRequest, readResponse, sniffProvider } from "./any-wire.ts";

/** Keys that the readers look for, so that arbitrary JSON gets deep into them. */
const KEYS = [
  "messages",
  "role",
  "content",
  "type",
  "text",
  "parts",
  "contents",
  "system",
  "input",
  "instructions",
  "prompt",
  "message",
  "choices",
  "delta",
  "output",
  "candidates",
  "usage",
  "usageMetadata",
  "request",
  "response",
  "body",
  "interactions",
  "attributes",
  "key",
  "value",
  "stringValue",
  "kvlistValue",
  "arrayValue",
  "values",
  "resourceSpans",
  "scopeSpans",
  "spans",
  "scopeLogs",
  "logRecords",
  "events",
  "name",
  "observations",
  "trace",
  "batch",
  "id",
  "startTime",
  "startTimeUnixNano",
  "metadata",
  "thought",
  "guardContent",
  "call_type",
  "spend",
  "time",
  "account",
  "outputBodyJson",
  "custom_id",
  "result",
  "gen_ai.input.messages",
  "gen_ai.prompt.0.content",
  "gen_ai.request.model",
  "traceId",
  "spanId",
  "timestamp",
  "userId",
];
const WORDS = [
  "user",
  "assistant",
  "text",
  "message",
  "GENERATION",
  "message_start",
  "gen_ai.choice",
  "trace-create",
  "2026-01-01T00:00:00Z",
  "[{}]",
  '{"role":"user"}',
  "data: {}",
  "chat",
  "__proto__",
];

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.oneof(
      fc.constantFrom<unknown>(...WORDS),
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...KEYS) }, { weight: 1, arbitrary: fc.string() }),
      tie("json"),
      { maxKeys: 5 },
    ),
  ),
}));

describe("the wire readers", () => {
  it("are total: any JSON gives texts, and counts that are counts", () => {
    fc.assert(
      fc.property(
        json,
        fc.constantFrom(undefined, "anthropic" as const, "openai" as const, "gemini" as const),
        (value, provider) => {
          const { prompt } = readRequest(value, provider);
          const { response, inputTokens = 0, outputTokens = 0 } = readResponse(value, provider);
          expect([
            typeof prompt.system,
            typeof prompt.firstUser,
            typeof prompt.lastUser,
            typeof response.text,
          ]).toEqual(["string", "string", "string", "string"]);
          expect(prompt.userTurns > 0).toBe(prompt.firstUser !== "");
          expect(prompt.lastUser === "").toBe(prompt.firstUser === "");
          expect(
            Number.isInteger(inputTokens) &&
              inputTokens >= 0 &&
              Number.isInteger(outputTokens) &&
              outputTokens >= 0,
          ).toBe(true);
          sniffProvider(value, value);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe.each(ALL_FORMATS.map((format) => format.name))("the reader of %s", (name) => {
  it("is total: any JSON gives events or rejections", () => {
    const format = ALL_FORMATS.find((candidate) => candidate.name === name);
    fc.assert(
      fc.property(json, (record) => {
        const score = format?.resemblance(record) ?? 0;
        expect(score >= 0 && score <= 1).toBe(true);
        format?.isPiece(record);
        const reader = openReader(name, { nowMs: NOW_MS });
        const place = { file: "log", line: 3, fileTimeMs: FILE_TIME_MS };
        for (const result of [...reader.read(record, place), ...reader.finish()]) {
          if (isRejection(result)) expect(result.reason.length).toBeGreaterThan(10);
          else
            expect(
              result.account.length > 0 && result.requestId.length > 0 && Number.isInteger(result.timeMs),
            ).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
