import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EnvelopeScanner } from "./envelope-scanner.ts";
import { Interned } from "./interned.ts";
import { COUNT_FIELDS, STRING_FIELDS } from "./scanner-exports.ts";
import type { ScannerExports, StringField } from "./scanner-exports.ts";
import { instantiateWasm } from "./wasm-instance.ts";

const wasmBytes = readFileSync(new URL("../../dist/kernel.wasm", import.meta.url));

function newScanner(): EnvelopeScanner {
  return new EnvelopeScanner(instantiateWasm(wasmBytes) as ScannerExports);
}

const scanner = newScanner();

/** Stands on the line and scans it. */
function scan(line: string | Uint8Array): boolean {
  scanner.loadLines(Buffer.from(line));
  expect(scanner.nextLine()).toBe(true);
  return scanner.scan();
}

const HEAD = { time: "2026-01-01T00:00:00.123Z", account: "acct_1" };

/** Scans an envelope around the bodies; it must be understood. */
function event(provider: string, request: unknown, response?: unknown): ReturnType<EnvelopeScanner["event"]> {
  expect(scan(JSON.stringify({ ...HEAD, provider, request, response }))).toBe(true);
  return scanner.event("log.ndjson:1");
}

const CLIENT = {
  ip: "203.0.113.9",
  asn: 64500,
  country: "US",
  user_agent: "anthropic-sdk-python/0.34.1",
  tls: "t13d1516h2_8daaf6152771_b186095e22b6",
};

/** One ordinary line of each wire shape. */
const ORDINARY: Readonly<Record<string, object>> = {
  anthropic: {
    ...HEAD,
    request_id: "req_1",
    organization: "org_1",
    api_key: "key_1",
    session: null,
    client: CLIENT,
    provider: "anthropic",
    endpoint: "messages",
    status: 200,
    request: {
      model: "claude-sonnet-4-5",
      max_tokens: 1024,
      system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
      messages: [
        { role: "user", content: 'Weather in Paris?\nAnd "why"?' },
        {
          role: "assistant",
          content: [{ type: "tool_use", id: "t1", name: "weather", input: { city: "Paris" } }],
        },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: "rain" }] },
      ],
      tools: [
        { name: "weather", input_schema: { type: "object", properties: { city: { type: "string" } } } },
      ],
      stream: true,
    },
    response: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5-20250929",
      content: [
        { type: "thinking", thinking: "Hmm." },
        { type: "text", text: "It rains." },
      ],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: {
        input_tokens: 10,
        cache_read_input_tokens: 5,
        cache_creation_input_tokens: null,
        output_tokens: 7,
      },
    },
  },
  chat: {
    ...HEAD,
    client: CLIENT,
    provider: "openai",
    endpoint: "chat.completions",
    request: {
      model: "gpt-4o",
      temperature: 0.7,
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url: "x" } },
          ],
        },
      ],
    },
    response: {
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1767225600,
      model: "gpt-4o-2024-08-06",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "A cat.", refusal: null },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage: {
        prompt_tokens: 12,
        completion_tokens: 3,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 0 },
      },
    },
  },
  responses: {
    ...HEAD,
    provider: "openai",
    endpoint: "responses",
    request: { model: "gpt-5", instructions: "Be brief.", input: "Hello", reasoning: { effort: "low" } },
    response: {
      id: "resp_1",
      object: "response",
      status: "completed",
      error: null,
      incomplete_details: null,
      model: "gpt-5-2025-08-07",
      output: [
        { type: "reasoning", id: "rs_1", summary: [] },
        {
          type: "message",
          role: "assistant",
          content: [{ type: "output_text", text: "Hi.", annotations: [] }],
        },
      ],
      usage: { input_tokens: 9, output_tokens: 4, output_tokens_details: { reasoning_tokens: 0 } },
    },
  },
  gemini: {
    ...HEAD,
    provider: "gemini",
    endpoint: "generateContent",
    request: {
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [{ role: "user", parts: [{ text: "Hello" }] }],
      generationConfig: { temperature: 1, thinkingConfig: { includeThoughts: true } },
    },
    response: {
      candidates: [
        {
          content: { role: "model", parts: [{ text: "Hmm.", thought: true }, { text: "Hi." }] },
          finishReason: "STOP",
        },
      ],
      usageMetadata: {
        promptTokenCount: 8,
        candidatesTokenCount: 2,
        thoughtsTokenCount: 3,
        totalTokenCount: 13,
      },
      modelVersion: "gemini-2.5-flash",
    },
  },
};

describe("the envelope scanner", () => {
  it.each(Object.entries(ORDINARY))(
    "understands ordinary %s lines, compact, spaced or sorted",
    (_shape, line) => {
      const sorted = Object.fromEntries(Object.entries(line).sort(([a], [b]) => (a < b ? -1 : 1)));
      const spaced = JSON.stringify(line).replaceAll(/(?<=[":\]}]),(?=")/g, ", ");
      const bodiesFirst = { request: undefined, response: undefined, ...line };
      for (const text of [
        JSON.stringify(line),
        `  ${spaced} \r`,
        JSON.stringify(sorted),
        JSON.stringify(bodiesFirst),
      ]) {
        expect(scan(text)).toBe(true);
      }
    },
  );

  it.each([
    { type: "thinking", thinking: "Hmm.", signature: "EqkECkgIBxABGAIqQHq1oS00000001" },
    { type: "redacted_thinking", data: "EqkECkgIBxABGAIqQHq1oS00000001" },
    { type: "reasoning", encrypted_content: "EqkECkgIBxABGAIqQHq1oS00000001" },
    { thoughtSignature: "EqkECkgIBxABGAIqQHq1oS00000001" },
    { thought_signature: "EqkECkgIBxABGAIqQHq1oS00000001" },
  ])("leaves a line with %j to the slow path, wherever in the line it stands", (block) => {
    for (let padding = 0; padding < 16; padding++) {
      const content = [{ type: "text", text: "x".repeat(padding) }, block];
      const request = { messages: [{ role: "assistant", content }] };
      expect(scan(JSON.stringify({ ...HEAD, provider: "anthropic", request }))).toBe(false);
      const before = { messages: [], padding: "x".repeat(padding) };
      expect(
        scan(JSON.stringify({ ...HEAD, provider: "anthropic", request: before, response: { content } })),
      ).toBe(false);
    }
  });

  it("understands a line whose text speaks of signatures and of created_at", () => {
    const text = 'A "signature" is created_at signing; see redacted_ and encrypted_thing.';
    const said = event("anthropic", { messages: [{ role: "user", content: text }] });
    expect(said.prompt.lastUser).toBe(text);
  });

  it("reads every field of an envelope", () => {
    expect(scan(JSON.stringify(ORDINARY["anthropic"]))).toBe(true);
    expect(scanner.event("log.ndjson:1")).toEqual({
      timeMs: Date.UTC(2026, 0, 1) + 123,
      requestId: "req_1",
      account: "acct_1",
      organization: "org_1",
      apiKey: "key_1",
      client: {
        ip: CLIENT.ip,
        asn: CLIENT.asn,
        country: "US",
        userAgent: CLIENT.user_agent,
        tls: CLIENT.tls,
      },
      model: "claude-sonnet-4-5-20250929",
      status: 200,
      prompt: {
        system: "Be brief.",
        firstUser: 'Weather in Paris?\nAnd "why"?',
        lastUser: 'Weather in Paris?\nAnd "why"?',
        userTurns: 1,
      },
      response: { text: "It rains.", refused: false },
      inputTokens: 15,
      outputTokens: 7,
    });
    expect(scanner.text(STRING_FIELDS.endpoint)).toBe("messages");
    expect(scanner.has(STRING_FIELDS.session)).toBe(false);
    expect(scanner.count(COUNT_FIELDS.asn)).toBe(64500);
  });

  it("forgets the fields of the line before", () => {
    expect(scan(JSON.stringify(ORDINARY["anthropic"]))).toBe(true);
    expect(event("openai", { input: [] })).toEqual({
      timeMs: Date.UTC(2026, 0, 1) + 123,
      requestId: "log.ndjson:1",
      account: "acct_1",
      client: {},
      prompt: { system: "", firstUser: "", lastUser: "", userTurns: 0 },
      response: { text: "", refused: false },
    });
    expect(scanner.count(COUNT_FIELDS.status)).toBe(-1);
  });

  it("joins the blocks of a message with line feeds, escaped or not, and leaves tool results out", () => {
    const blocks = ["one", "", "t\two", "thr\u00e9e", "\u{1f600}\n", "five"].map((text) => ({
      type: "text",
      text,
    }));
    const content = [...blocks, { type: "tool_result", content: [{ type: "text", text: "no" }] }];
    const { prompt } = event("anthropic", {
      messages: [
        { role: "user", content },
        { content: [{ text: "last", type: "text" }], role: "user" },
      ],
    });
    expect(prompt.firstUser).toBe("one\nt\two\nthrée\n\u{1f600}\n\nfive");
    expect(prompt.lastUser).toBe("last");
    expect(prompt.userTurns).toBe(2);
  });

  it("puts instructions before system messages, wherever they stand", () => {
    const { prompt } = event("openai", {
      input: [
        { role: "developer", content: "second" },
        { role: "user", content: "hi" },
        { role: "system", content: [{ type: "input_text", text: "th\nird" }] },
      ],
      instructions: "first",
    });
    expect(prompt.system).toBe("first\nsecond\nth\nird");
  });

  it.each([
    ["anthropic", { messages: [] }, { content: [], stop_reason: "refusal" }],
    [
      "openai",
      { messages: [] },
      { choices: [{ message: { content: null, refusal: "No." }, finish_reason: "stop" }] },
    ],
    [
      "openai",
      { messages: [] },
      { choices: [{ message: { content: "" }, finish_reason: "content_filter" }] },
    ],
    [
      "openai",
      { input: "x" },
      { output: [{ content: [{ type: "refusal", refusal: "No." }], type: "message" }] },
    ],
    ["openai", { input: "x" }, { output: [], incomplete_details: { reason: "content_filter" } }],
    ["gemini", { contents: [] }, { promptFeedback: { blockReason: "SAFETY" } }],
    ["gemini", { contents: [] }, { candidates: [{ finishReason: "RECITATION" }] }],
  ])("sees the refusal of %s %j %j", (provider, request, response) => {
    expect(event(provider, request, response).response).toEqual({ text: "", refused: true });
  });

  it.each([
    ["2026-01-01T00:00:00Z", Date.UTC(2026, 0, 1)],
    ["2024-02-29T23:59:59.9999Z", Date.UTC(2024, 1, 29, 23, 59, 59, 999)],
    ["2026-03-01T05:30:00.5+05:30", Date.UTC(2026, 2, 1, 0, 0, 0, 500)],
    ["2025-12-31T18:00:00.123456789-06:00", Date.UTC(2026, 0, 1, 0, 0, 0, 123)],
    ["9999-12-31T23:59:59.01Z", Date.UTC(9999, 11, 31, 23, 59, 59, 10)],
  ])("reads the time %s", (time, ms) => {
    expect(scan(JSON.stringify({ ...HEAD, time, provider: "openai", request: { input: "x" } }))).toBe(true);
    expect(scanner.timeMs()).toBe(ms);
  });

  it.each([
    "2026-02-29T00:00:00Z",
    "2100-02-29T00:00:00Z",
    "1999-12-31T23:59:59Z",
    "2026-01-01",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:60Z",
    "",
  ])("leaves the time %j to the slow path", (time) => {
    expect(scan(JSON.stringify({ ...HEAD, time, provider: "openai", request: { input: "x" } }))).toBe(false);
  });

  it.each([
    [
      "a repeated key",
      '{"time":"2026-01-01T00:00:00Z","account":"a","account":"b","provider":"openai","request":{"input":"x"}}',
    ],
    [
      "a key with an escape",
      '{"time":"2026-01-01T00:00:00Z","acc\\u006funt":"a","provider":"openai","request":{"input":"x"}}',
    ],
    [
      "a lone surrogate",
      '{"time":"2026-01-01T00:00:00Z","account":"a","provider":"openai","request":{"input":"\\ud800"}}',
    ],
    [
      "a batch line",
      '{"time":"2026-01-01T00:00:00Z","account":"a","provider":"openai","endpoint":"batch","request":{"input":"x"}}',
    ],
    [
      "an account that is a number",
      '{"time":"2026-01-01T00:00:00Z","account":7,"provider":"openai","request":{"input":"x"}}',
    ],
    ["no account", '{"time":"2026-01-01T00:00:00Z","provider":"openai","request":{"input":"x"}}'],
    [
      "a comma too many",
      '{"time":"2026-01-01T00:00:00Z","account":"a","provider":"openai","request":{"input":"x",}}',
    ],
    [
      "something behind the object",
      '{"time":"2026-01-01T00:00:00Z","account":"a","provider":"openai","request":{"input":"x"}} 1',
    ],
    [
      "a byte order mark",
      '\ufeff{"time":"2026-01-01T00:00:00Z","account":"a","provider":"openai","request":{"input":"x"}}',
    ],
  ])("leaves %s to the slow path", (_what, line) => {
    expect(scan(line)).toBe(false);
  });

  it.each([
    ["both names of a count", { usage: { prompt_tokens: 1, input_tokens: 2 } }],
    ["a count with a fraction", { usage: { prompt_tokens: 1.5 } }],
    ["choices and output at once", { choices: [], output: [] }],
    ["a legacy completion", { choices: [{ text: "x" }] }],
    ["the text of a stream", "data: {}"],
  ])("leaves a response with %s to the slow path", (_what, response) => {
    expect(scan(JSON.stringify({ ...HEAD, provider: "openai", request: { input: "x" }, response }))).toBe(
      false,
    );
  });

  it("follows unknown values down to 64 levels, and leaves deeper ones to the slow path", () => {
    const nested = (levels: number): string =>
      `{"x":${"[".repeat(levels)}${"]".repeat(levels)},${JSON.stringify({ ...HEAD, provider: "openai", request: { input: "x" } }).slice(1)}`;
    expect(scan(nested(64))).toBe(true);
    expect(scan(nested(66))).toBe(false);
    expect(scan(nested(1_000_000))).toBe(false);
  });

  it("never understands a line that is not UTF-8", () => {
    const line = Buffer.from(
      JSON.stringify({ ...HEAD, provider: "openai", request: { input: "caf\u00e9" } }),
    );
    expect(scan(line)).toBe(true);
    expect(scanner.event("").prompt.lastUser).toBe("café");
    line[line.indexOf(0xc3)] = 0xff;
    expect(scan(line)).toBe(false);
  });

  it("goes over the lines of a chunk, empty ones and an unended last one too", () => {
    const line = JSON.stringify(ORDINARY["chat"]);
    const text = `\n${line}\n{}\r\n\n${line}`;
    const seen: [string, boolean][] = [];
    scanner.loadLines(Buffer.from(text));
    while (scanner.nextLine()) {
      const { offset, length } = scanner.lineSpan();
      expect(Buffer.from(scanner.lineBytes()).toString()).toBe(text.slice(offset, offset + length));
      seen.push([text.slice(offset, offset + length), scanner.scan()]);
    }
    expect(seen).toEqual([
      ["", false],
      [line, true],
      ["{}\r", false],
      ["", false],
      [line, true],
    ]);
  });

  it("has no line before any is loaded", () => {
    expect(newScanner().nextLine()).toBe(false);
  });

  it("takes chunks greater than its buffer, and lines of many escaped pieces", () => {
    const own = newScanner();
    const pieces = Array.from({ length: 60_000 }, (_, i) => ({
      type: "text",
      text: i % 2 === 0 ? `${i}\t` : "plain",
    }));
    const system = Array.from({ length: 2000 }, (_, i) => ({
      role: i % 2 === 0 ? "system" : "user",
      content: `${i}\n`,
    }));
    const line = JSON.stringify({
      ...HEAD,
      provider: "openai",
      request: { messages: [...system, { role: "user", content: pieces }] },
      padding: "p".repeat(5_000_000),
    });
    own.loadLines(Buffer.from(`${line}\n`));
    expect(own.nextLine()).toBe(true);
    expect(own.scan()).toBe(true);
    const { prompt } = own.event("");
    expect(prompt.lastUser).toBe(pieces.map((piece) => piece.text).join("\n"));
    expect(prompt.system).toBe(
      system
        .filter((m) => m.role === "system")
        .map((m) => m.content)
        .join("\n"),
    );
    expect(prompt.userTurns).toBe(1001);
  });
});

describe("a dictionary", () => {
  it("numbers strings in the order of first sight and keeps them when the next chunk is loaded", () => {
    const wasm = instantiateWasm(wasmBytes) as ScannerExports;
    const interning = new EnvelopeScanner(wasm);
    const renew = (): void => {
      interning.renewViews();
    };
    const names = new Interned(wasm, renew);
    const providers = new Interned(wasm, renew);
    const accounts = Array.from(
      { length: 20_000 },
      (_, i) => `account-${"é".repeat(i % 11)}-${(i * 7919) % 5003}`,
    );
    const lines = accounts.map((account) =>
      JSON.stringify({ ...HEAD, account, provider: "openai", request: { input: "x" } }),
    );
    const idOf = (dictionary: Interned, field: StringField): number =>
      dictionary.idAt(interning.address(field), interning.byteLength(field));
    const ids: number[] = [];
    const taken: string[] = [];
    // Chunks of 1000 lines: the strings of earlier chunks are overwritten in the buffer.
    for (let from = 0; from < lines.length; from += 1000) {
      interning.loadLines(Buffer.from(lines.slice(from, from + 1000).join("\n")));
      while (interning.nextLine() && interning.scan()) {
        ids.push(idOf(names, STRING_FIELDS.account));
        idOf(providers, STRING_FIELDS.provider);
      }
      taken.push(...names.takeNew());
    }
    const distinct = [...new Set(accounts)];
    expect(taken).toEqual(distinct);
    const numbers = new Map(distinct.map((account, number) => [account, number]));
    expect(ids).toEqual(accounts.map((account) => numbers.get(account)));
    expect(names.takeNew()).toEqual([]);
    expect(providers.takeNew()).toEqual(["openai"]);
  });
});
