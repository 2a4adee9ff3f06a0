import { describe, expect, it } from "vitest";
import { FORMAT_NAMES, type FormatName } from "./format-names.ts";
import { openReader } from "./formats/all-formats.ts";
import { FILE_TIME_MS, NOW_MS } from "./reading.fixture.ts";
import { readRecord } from "./read-line.ts";
import type { ReadResult } from "./record-reader.ts";

const ENVELOPE = {
  time: "2026-03-01T00:00:00Z",
  account: "a",
  request: { messages: [{ role: "user", content: "My secret is 42" }] },
};

/** What can hold no request in any format. */
const NO_RECORDS = [
  "[]",
  " [ ] ",
  "[[]]",
  "\0",
  "\0\0\0\0\r",
  " \u0001 ",
  "{}",
  "null",
  "42",
  '""',
  '"x"',
  "[null]",
  "data: []",
  "x",
  "\u00a0",
  '{"data":[{"a":1}]}',
];

function read(text: string | Buffer): readonly ReadResult[] {
  return readAs("stillwatch", text);
}

function readAs(format: FormatName, text: string | Buffer): readonly ReadResult[] {
  const reader = openReader(format, { nowMs: NOW_MS });
  return readRecord(reader, Buffer.from(text), {
    file: "logs/day.ndjson",
    line: 7,
    fileTimeMs: FILE_TIME_MS,
  });
}

function envelope(change: object): string {
  return JSON.stringify({ ...ENVELOPE, ...change });
}

describe("a line of the envelope", () => {
  it("is read with all its fields", () => {
    const client = { ip: "203.0.113.9", asn: 64500, country: "de", user_agent: "sdk/1", tls: "t13d" };
    const [event] = read(
      envelope({
        request_id: "r1",
        organization: "o",
        api_key: "k",
        session: "s",
        client,
        provider: "anthropic",
        endpoint: "messages",
        status: 200,
        response: {
          type: "message",
          model: "m",
          content: [{ type: "text", text: "No." }],
          usage: { input_tokens: 1, output_tokens: 2 },
        },
      }),
    );
    expect(event).toEqual({
      timeMs: Date.UTC(2026, 2, 1),
      requestId: "r1",
      account: "a",
      organization: "o",
      apiKey: "k",
      session: "s",
      client: { ip: "203.0.113.9", asn: 64500, country: "DE", userAgent: "sdk/1", tls: "t13d" },
      model: "m",
      status: 200,
      prompt: { system: "", firstUser: "My secret is 42", lastUser: "My secret is 42", userTurns: 1 },
      response: { text: "No.", refused: false },
      inputTokens: 1,
      outputTokens: 2,
    });
  });

  it("without a request id is named by its file and line", () => {
    expect(read(envelope({}))[0]).toMatchObject({ requestId: "day.ndjson:7" });
  });

  it("may have a null response and CR at its end", () => {
    expect(read(`${envelope({ response: null })}\r`)[0]).toMatchObject({
      response: { text: "", refused: false },
    });
  });

  it.each([
    ["a missing time", envelope({ time: undefined }), "time"],
    ["a missing account", envelope({ account: "" }), "account"],
    ["a missing request", envelope({ request: null }), "request"],
    ["a request that is text", envelope({ request: "hi" }), "request"],
    ["a time without zone", envelope({ time: "2026-03-01T00:00:00" }), "time"],
    ["a time in the future", envelope({ time: "2027-01-02T00:00:01Z" }), "time"],
    ["a time before 2000", envelope({ time: "1999-12-31T23:59:59Z" }), "time"],
    ["no object", '"just text"', undefined],
    ["broken JSON", envelope({}).slice(0, -5), undefined],
    [
      "a nesting of 10,000",
      `${envelope({}).slice(0, -1)},"x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
      undefined,
    ],
    [
      "invalid UTF-8",
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
      undefined,
    ],
  ])("with %s is rejected with its line, and nothing of its text is repeated", (_, line, field) => {
    const results = read(line);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ line: 7, ...(field === undefined ? {} : { field }) });
    expect(JSON.stringify(results)).not.toMatch(/secret|42"/);
  });

  it("one day ahead of the clock is still read", () => {
    expect(read(envelope({ time: "2027-01-02T00:00:00Z" }))[0]).toMatchObject({ account: "a" });
  });

  it("that is blank gives nothing", () => {
    expect([...read("  \t"), ...read("")]).toEqual([]);
  });

  it("may hold a list of records", () => {
    expect(read(`[${envelope({ request_id: "1" })},${envelope({ request_id: "2" })}]`)).toHaveLength(2);
  });
});

describe("a line that shows something", () => {
  it.each(FORMAT_NAMES.flatMap((format) => NO_RECORDS.map((line) => [format, line] as const)))(
    "is rejected with its number, for %s: %j",
    (format, line) => {
      const results = readAs(format, line);
      expect(results).toHaveLength(1);
      expect(results[0]).toMatchObject({ line: 7, reason: expect.stringMatching(/./) });
    },
  );

  it("is rejected as a line of an event stream, but where the format has such lines", () => {
    for (const format of FORMAT_NAMES) {
      const streamed = format === "anthropic" || format === "openai" || format === "gemini";
      for (const line of [": keep alive", "event: message_stop", "id: 7", "data: [DONE]"])
        expect(readAs(format, line), `${format} ${line}`).toHaveLength(streamed ? 0 : 1);
    }
  });

  it("may follow NUL bytes on the same line", () => {
    expect(read(`\0\0\0${envelope({})}`)[0]).toMatchObject({ account: "a" });
  });
});

describe("lines of an event stream", () => {
  it("count by their data", () => {
    expect(read(`data: ${envelope({})}`)).toHaveLength(1);
  });
});
