/**
 * Prints what reading a line of the request envelope costs: the WASM scanner beside `JSON.parse`, which only parses.
 * Both read the same bytes in turns, in one process; the fastest of the rounds counts, on one core.
 *
 *     node benchmarks/dist/scanner.js [lines] [rounds]
 */
import { readFileSync } from "node:fs";
import { EnvelopeScanner } from "../../packages/lab/dist/sketches/envelope-scanner.js";
import type { ScannerExports } from "../../packages/lab/dist/sketches/scanner-exports.js";
import { instantiateWasm } from "../../packages/lab/dist/sketches/wasm-instance.js";

const lineCount = Number(process.argv[2] ?? 2000);
const rounds = Number(process.argv[3] ?? 25);

interface Timing {
  readonly microseconds: number;
  readonly megabytesPerSecond: number;
}

/** A source of numbers from 0 to below n, always the same (Park and Miller, 1988). */
function randomNumbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % n;
  };
}

const random = randomNumbers(20_260_101);

const ENGLISH =
  "the model should explain how a river flows through valleys and why its water finds a way".split(" ");
const CHINESE = ["请", "写出", "这个", "答案", "背后", "完整的", "推理", "过程", "，", "。"];

function text(bytes: number, words: readonly string[], separator: () => string): string {
  let made = "";
  while (Buffer.byteLength(made) < bytes) made += (words[random(words.length)] ?? "") + separator();
  return made.slice(0, bytes);
}

const blank = (): string => " ";
const someLineFeeds = (): string => (random(12) === 0 ? "\n" : " ");
const none = (): string => "";

const KINDS: Readonly<Record<string, (i: number) => object>> = {
  "ASCII, 500 + 300 B": (i) => envelope(i, [text(500, ENGLISH, blank)], text(300, ENGLISH, blank)),
  "with line feeds": (i) =>
    envelope(i, [text(500, ENGLISH, someLineFeeds)], text(300, ENGLISH, someLineFeeds)),
  Chinese: (i) => envelope(i, [text(500, CHINESE, none)], text(300, CHINESE, none)),
  "nine turns": (i) =>
    envelope(
      i,
      Array.from({ length: 9 }, () => text(500, ENGLISH, someLineFeeds)),
      text(300, ENGLISH, blank),
    ),
};

function envelope(i: number, turns: readonly string[], answer: string): object {
  return {
    time: new Date(Date.UTC(2026, 0, 1) + i * 1013).toISOString(),
    request_id: `req_${(i * 2_654_435_761).toString(36)}`,
    account: `acct_${String(random(5000))}`,
    organization: `org_${String(random(900))}`,
    api_key: `key_${String(random(7000))}`,
    session: `sess_${String(i)}`,
    client: {
      ip: `203.0.113.${String(random(256))}`,
      asn: 64_496 + random(15),
      country: "US",
      user_agent: "anthropic-sdk-python/0.34.1",
      tls: "t13d1516h2_8daaf6152771_b186095e22b6",
    },
    provider: "anthropic",
    endpoint: "messages",
    status: 200,
    request: {
      model: "claude-sonnet-4-5",
      max_tokens: 1024,
      messages: turns.map((content, turn) => ({ role: turn % 2 === 0 ? "user" : "assistant", content })),
    },
    response: {
      id: `msg_${String(i)}`,
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5-20250929",
      content: [{ type: "text", text: answer }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: { input_tokens: 120, output_tokens: 80 },
    },
  };
}

/** Loads, splits and scans; every line must be understood, or the figure would be worth nothing. */
function scanAll(scanner: EnvelopeScanner, data: Buffer, expected: number): void {
  let understood = 0;
  scanner.loadLines(data);
  while (scanner.nextLine()) if (scanner.scan()) understood++;
  if (understood !== expected) throw new Error(`the scanner understood ${understood} of ${expected} lines`);
}

function parseAll(data: Buffer): void {
  for (let from = 0; from < data.length;) {
    const end = data.indexOf(10, from);
    JSON.parse(data.toString("utf8", from, end));
    from = end + 1;
  }
}

function fastest(work: () => void, data: Buffer): () => Timing {
  let best = Infinity;
  return () => {
    const start = process.hrtime.bigint();
    work();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000);
    return { microseconds: best / lineCount, megabytesPerSecond: data.length / best };
  };
}

const wasm = instantiateWasm(readFileSync(new URL("../../packages/lab/dist/kernel.wasm", import.meta.url)));
const scanner = new EnvelopeScanner(wasm as ScannerExports);

console.log("line                  bytes   scanner µs    MB/s   JSON.parse µs    MB/s   ratio");
for (const [name, make] of Object.entries(KINDS)) {
  const lines = Array.from({ length: lineCount }, (_, i) => `${JSON.stringify(make(i))}\n`);
  const data = Buffer.from(lines.join(""));
  const scan = fastest(() => scanAll(scanner, data, lineCount), data);
  const parse = fastest(() => parseAll(data), data);
  for (let round = 1; round < rounds; round++) {
    scan();
    parse();
  }
  const [ours, theirs] = [scan(), parse()];
  const columns = [
    name.padEnd(20),
    (data.length / lineCount).toFixed(0).padStart(6),
    ours.microseconds.toFixed(2).padStart(12),
    ours.megabytesPerSecond.toFixed(0).padStart(7),
    theirs.microseconds.toFixed(2).padStart(15),
    theirs.megabytesPerSecond.toFixed(0).padStart(7),
    `${(theirs.microseconds / ours.microseconds).toFixed(1)} ×`.padStart(8),
  ];
  console.log(columns.join(" "));
}
