import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builtInMapping } from "../events/built-in-mappings.ts";
import { stillwatch } from "../events/formats/stillwatch.ts";
import { readRecord } from "../events/read-line.ts";
import { EnvelopeScanner } from "./envelope-scanner.ts";
import type { ScannerExports } from "./scanner-exports.ts";
import { instantiateWasm } from "./wasm-instance.ts";

const wasm = instantiateWasm(
  readFileSync(new URL("../../dist/kernel.wasm", import.meta.url)),
) as ScannerExports;
const scanner = new EnvelopeScanner(wasm);
const slow = stillwatch.open({ mapping: builtInMapping("stillwatch"), nowMs: Date.UTC(9998, 0, 1) });

/** Scans one line; where it is understood, the slow path must read it as the very same event. */
function agrees(line: Buffer): boolean {
  scanner.loadLines(Buffer.concat([line, Buffer.from("\n")]));
  expect(scanner.nextLine()).toBe(true);
  if (!scanner.scan()) return false;
  const results = readRecord(slow, line, { file: "log.ndjson", line: 7, fileTimeMs: 0 });
  expect([scanner.event("log.ndjson:7")]).toEqual(results);
  return true;
}

/** A JSON object as its members stand, so that keys can repeat and have any order. */
class Members {
  readonly entries: readonly (readonly [string, unknown])[];
  constructor(entries: readonly (readonly [string, unknown])[]) {
    this.entries = entries;
  }
}

/** Writes a value as JSON in one of the many ways that are allowed, chosen by `choices`. */
function written(value: unknown, choices: readonly number[]): string {
  let at = 0;
  const choose = (n: number): number =>
    choices.length === 0 ? 0 : (choices[at++ % choices.length] ?? 0) % n;
  const space = (): string => ["", "", "", "", "", " ", "\t", "\r", "  \t "][choose(9)] ?? "";
  const string = (text: string): string => {
    const whole = JSON.stringify(text);
    if (choose(3) !== 1) return whole;
    return whole.replace(/\\.|[^\\]/gsu, (unit, offset: number) => {
      if (offset === 0 || offset === whole.length - 1 || unit.startsWith("\\") || choose(4) !== 1)
        return unit;
      if (unit === "/" && choose(2) === 1) return "\\/";
      const units = Array.from({ length: unit.length }, (_, i) =>
        unit.charCodeAt(i).toString(16).padStart(4, "0"),
      );
      return units.map((hex) => `\\u${choose(2) === 1 ? hex.toUpperCase() : hex}`).join("");
    });
  };
  const write = (node: unknown): string => {
    if (typeof node === "string") return string(node);
    if (Array.isArray(node))
      return `[${space()}${node.map((item) => write(item) + space()).join("," + space())}]`;
    if (typeof node !== "object" || node === null) return JSON.stringify(node) ?? "null";
    const entries = node instanceof Members ? node.entries : Object.entries(node);
    const members = entries
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => `${JSON.stringify(key)}${space()}:${space()}${write(member)}${space()}`);
    return `{${space()}${members.join("," + space())}}`;
  };
  return space() + write(value) + space();
}

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom('"', "\\", "\n", "\u0000", "a", "\ud83d\ude00", "é", "/"))
      .map((parts) => parts.join("")),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "user", "text", "refusal", "x".repeat(15), "y".repeat(16), "z".repeat(33)),
  },
);
/** The first one, and now and then the second. */
function mostly(usual: fc.Arbitrary<unknown>, strange: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 80, arbitrary: usual }, { weight: 1, arbitrary: strange });
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e30, 2147483648, "", "7", [], {}),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>,
);
const count = mostly(fc.nat(), fc.constantFrom<unknown>(null, -1, 2.5, 1e3, "12"));

/** An object with these members: some left out, some odd, some repeated, unknown ones added, in any order. */
function object(
  members: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  always: readonly string[] = [],
): fc.Arbitrary<Members> {
  const entries = Object.entries(members).map(([key, value]) =>
    fc
      .tuple(
        fc.oneof(
          { weight: 20, arbitrary: fc.constant(true) },
          { weight: always.includes(key) ? 0 : 4, arbitrary: fc.constant(false) },
        ),
        mostly(value, odd),
      )
      .map(([is, member]): readonly (readonly [string, unknown])[] => (is ? [[key, member]] : [])),
  );
  const extra = fc.oneof(
    { weight: 60, arbitrary: fc.constant<readonly (readonly [string, unknown])[]>([]) },
    {
      weight: 4,
      arbitrary: fc.array(
        fc.tuple(fc.constantFrom("x", "metadata", "citations", "index", "__proto__", "k".repeat(20)), odd),
        { maxLength: 2 },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.array(fc.tuple(fc.constantFrom(...FOREIGN, ...Object.keys(members)), odd), {
        maxLength: 2,
      }),
    },
  );
  return fc.tuple(fc.tuple(...entries), extra, fc.nat(11)).chain(([shown, more, order]) => {
    const flat = [...shown.flat(), ...more];
    const shuffled = fc.shuffledSubarray(flat, { minLength: flat.length, maxLength: flat.length });
    return (order === 0 ? shuffled : fc.constant(flat)).map((list) => new Members(list));
  });
}

/** Keys that mean something to the slow path somewhere. */
const FOREIGN = [
  "params",
  "result",
  "body",
  "response",
  "request",
  "config",
  "contents",
  "message",
  "messages",
  "input",
  "prompt",
  "guardContent",
  "message_content",
  "usage_metadata",
  "prompt_token_count",
  "text",
  "content",
  "parts",
  "thought",
];

function list(item: fc.Arbitrary<unknown>, maxLength = 4): fc.Arbitrary<unknown[]> {
  return fc.array(mostly(item, odd), { maxLength });
}

const block = fc.oneof(
  {
    weight: 6,
    arbitrary: object({ type: fc.constantFrom("text", "input_text", "output_text"), text }, ["type"]),
  },
  {
    weight: 2,
    arbitrary: object(
      {
        type: fc.constantFrom("tool_result", "thinking", "image", "refusal", "new_kind"),
        text,
        content: list(text),
      },
      ["type"],
    ),
  },
  { weight: 2, arbitrary: object({ text, thought: fc.boolean() }) },
  { weight: 1, arbitrary: object({ inlineData: odd }) },
  { weight: 1, arbitrary: text },
);
const content = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 3, arbitrary: list(block) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const role = mostly(
  fc.constantFrom("user", "user", "assistant", "system", "developer", "tool", "model"),
  fc.constantFrom<unknown>("human", "User", null, 1),
);
const message = object({ role, content }, ["role", "content"]);
const geminiMessage = object({ role, parts: list(block) }, ["parts"]);

const anthropic = fc.tuple(
  object({ model: text, max_tokens: fc.nat(), system: content, messages: list(message), tools: list(odd) }, [
    "messages",
  ]),
  object({
    id: text,
    type: fc.constant("message"),
    role: fc.constant("assistant"),
    model: text,
    content: list(block),
    stop_reason: fc.constantFrom("end_turn", "refusal", "max_tokens"),
    stop_sequence: fc.constant(null),
    usage: object({
      input_tokens: count,
      output_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
    }),
  }),
);
const chat = fc.tuple(
  object(
    {
      model: text,
      messages: list(message),
      temperature: fc.double({ noNaN: true, noDefaultInfinity: true }),
      tools: list(odd),
    },
    ["messages"],
  ),
  object({
    id: text,
    object: fc.constant("chat.completion"),
    created: fc.nat(),
    model: text,
    choices: list(
      object({
        index: fc.nat(),
        message: object({
          role,
          content,
          refusal: fc.constantFrom<unknown>(null, "", "I cannot"),
          tool_calls: list(odd),
        }),
        finish_reason: fc.constantFrom("stop", "content_filter", null),
        logprobs: fc.constant(null),
      }),
      3,
    ),
    usage: object({
      prompt_tokens: count,
      completion_tokens: count,
      total_tokens: count,
      prompt_tokens_details: odd,
    }),
  }),
);
const inputItem = fc.oneof(
  { weight: 3, arbitrary: message },
  {
    weight: 1,
    arbitrary: object({ type: fc.constantFrom("function_call", "reasoning"), content: list(block) }),
  },
);
const responses = fc.tuple(
  object({ model: text, instructions: text, input: fc.oneof(text, list(inputItem)) }, ["input"]),
  object({
    id: text,
    status: fc.constantFrom("completed", "incomplete"),
    model: text,
    output: list(
      object({
        type: fc.constantFrom("message", "message", "reasoning", "function_call"),
        role,
        content: list(block),
        summary: list(odd),
      }),
    ),
    incomplete_details: fc.oneof(
      fc.constant(null),
      object({ reason: fc.constantFrom("content_filter", "max_output_tokens") }),
    ),
    usage: object({ input_tokens: count, output_tokens: count, output_tokens_details: odd }),
  }),
);
const gemini = fc.tuple(
  object(
    {
      contents: list(geminiMessage),
      systemInstruction: object({ parts: list(block) }, ["parts"]),
      generationConfig: odd,
      model: text,
    },
    ["contents"],
  ),
  object({
    candidates: list(
      object({
        content: object({ role, parts: list(block) }, ["parts"]),
        index: fc.nat(),
        finishReason: fc.constantFrom("STOP", "SAFETY", "IMAGE_SAFETY", "BLOCKLIST", "MAX_TOKENS"),
      }),
      3,
    ),
    promptFeedback: object({ blockReason: fc.constantFrom<unknown>("SAFETY", "", "OTHER", null) }),
    usageMetadata: object({
      promptTokenCount: count,
      candidatesTokenCount: count,
      thoughtsTokenCount: count,
      totalTokenCount: count,
    }),
    modelVersion: text,
    responseId: text,
  }),
);

const time = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          "2000-01-01",
          "2024-02-29",
          "2023-02-29",
          "2100-02-29",
          "2026-13-01",
          "2026-04-31",
          "2026-12-31",
          "1999-12-31",
          "226-1-1",
        ),
        fc.constantFrom("T", "T", "T", "t", " "),
        fc.constantFrom("00:00:00", "23:59:59", "23:59:60", "24:00:00", "12:60:00", "1:2:3"),
        fc.constantFrom("", ".", ".1", ".12", ".1239", ".999999999", ".1234567890"),
        fc.constantFrom("Z", "z", "+00:00", "-00:30", "+05:30", "-12:00", "+24:00", "+0530", ""),
      )
      .map((parts) => parts.join("")),
  },
);

const shapes: readonly (readonly [string, fc.Arbitrary<readonly [Members, Members]>])[] = [
  ["anthropic", anthropic],
  ["openai", chat],
  ["openai", responses],
  ["gemini", gemini],
];

const envelope = fc.oneof(
  ...shapes.map(([provider, bodies]) =>
    bodies.chain(([request, response]) =>
      object(
        {
          time,
          request_id: text,
          account: mostly(fc.string({ minLength: 1 }), text),
          organization: text,
          api_key: text,
          session: text,
          client: object({
            ip: text,
            asn: count,
            country: mostly(fc.constantFrom("US", "T1", ""), fc.constantFrom("de", "ÄÖ")),
            user_agent: text,
            tls: text,
          }),
          provider: fc.oneof(
            { weight: 80, arbitrary: fc.constant(provider) },
            { weight: 1, arbitrary: fc.constantFrom("other", "OpenAI", "gemini", "") },
          ),
          endpoint: mostly(
            fc.constantFrom("messages", "chat.completions", "responses", "generateContent"),
            fc.constant("batch"),
          ),
          status: mostly(fc.constantFrom(200, 429, 500), fc.constantFrom(99, 600)),
          request: fc.constant(request),
          response: fc.oneof(
            { weight: 9, arbitrary: fc.constant<unknown>(response) },
            { weight: 1, arbitrary: fc.constant(null) },
          ),
        },
        ["time", "account", "provider", "request"],
      ),
    ),
  ),
);

const line = fc
  .tuple(envelope, fc.array(fc.nat(255), { maxLength: 40 }))
  .map(([value, choices]) => Buffer.from(written(value, choices)));

describe("the envelope scanner", () => {
  it("reads every line that it understands as the slow path reads it", () => {
    let understood = 0;
    let lines = 0;
    fc.assert(
      fc.property(line, (bytes) => {
        lines++;
        if (agrees(bytes)) understood++;
      }),
      { numRuns: RUNS },
    );
    // A scanner that leaves everything to the slow path would pass the law above.
    expect(understood / lines).toBeGreaterThan(0.1);
  });

  it("reads lines with flipped, cut, doubled or foreign bytes only where the slow path reads them too", () => {
    const spoilt = fc
      .tuple(
        line,
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.nat(3),
            fc.oneof(fc.constantFrom(...Buffer.from('{}[]",:\\u0\t 1.-e')), fc.nat(255)),
          ),
          { minLength: 1, maxLength: 3 },
        ),
      )
      .map(([bytes, changes]) => changes.reduce((now, change) => changed(now, ...change), bytes));
    fc.assert(
      fc.property(spoilt, (bytes) => {
        if (!bytes.includes(0x0a)) agrees(bytes);
      }),
      { numRuns: RUNS },
    );
  });

  it.each(HAND_MADE)(
    "reads %s with any single byte removed, replaced or added as the slow path reads it",
    (_what, whole) => {
      const line = Buffer.from(whole);
      expect(agrees(line)).toBe(true);
      for (let at = 0; at <= line.length; at++) {
        agrees(changed(line, at, 2, 0));
        for (const byte of Buffer.from('{}[]",:\\u0d1 .-e+n')) {
          agrees(changed(line, at, 0, byte));
          agrees(changed(line, at, 1, byte));
        }
      }
    },
  );

  it("understands no line that was cut off", () => {
    fc.assert(
      fc.property(line, fc.nat(), (bytes, at) => {
        const whole = bytes.toString("utf8").trimEnd().length;
        const cut = Buffer.from(bytes.toString("utf8").slice(0, at % whole));
        expect(agrees(cut)).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });

  it("understands no garbage", () => {
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
      fc.string().map((bytes) => Buffer.from(bytes)),
      fc.json().map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(garbage, (bytes) => {
        if (!bytes.includes(0x0a)) expect(agrees(bytes)).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });
});

/** Lines that hold every sort of token in places that are read and in places that are skipped. */
const HAND_MADE: readonly (readonly [string, string])[] = [
  [
    "a chat line",
    String.raw`{"time":"2026-01-01T00:00:00.12+01:00","account":"a\u00e9\ud83d\ude00\n","client":{"asn":64,"ip":null},` +
      String.raw`"provider":"openai","status":200,"x":[1,-0.5e-3,0,1E+9,true,false,null,"\ud83d\/",{"k":[]},[{}]],` +
      String.raw`"request":{"messages":[{"role":"user","content":[{"type":"text","text":"\ud83d\ude00"},"b"]}]},` +
      String.raw`"response":{"choices":[{"message":{"content":null,"refusal":""}}],"usage":{"prompt_tokens":10}}}`,
  ],
  [
    "a Gemini line",
    String.raw`{"provider":"gemini","request":{"contents":[{"parts":[{"thought":false,"text":"a"},{"x":{}}]}]},` +
      String.raw`"response":{"candidates":[{"content":{"parts":[{"text":"b","thought":true}]},"finishReason":"SPII"}],` +
      String.raw`"usageMetadata":{"thoughtsTokenCount":0}},"time":"2024-02-29T00:00:00Z","account":"b" }`,
  ],
];

const RUNS = Number(process.env["STILLWATCH_SCANNER_RUNS"] ?? 1500);

function changed(bytes: Buffer, place: number, kind: number, byte: number): Buffer {
  const at = place % (bytes.length + 1);
  const before = bytes.subarray(0, at);
  if (kind === 0) return Buffer.concat([before, Buffer.from([byte]), bytes.subarray(at + 1)]);
  if (kind === 1) return Buffer.concat([before, Buffer.from([byte]), bytes.subarray(at)]);
  if (kind === 2) return Buffer.concat([before, bytes.subarray(at + 1)]);
  return Buffer.concat([before, bytes.subarray(Math.max(0, at - 5))]);
}
