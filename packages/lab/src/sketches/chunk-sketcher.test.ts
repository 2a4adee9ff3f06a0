import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RequestEvent } from "../events/request-event.ts";
import { builtInMapping } from "../events/built-in-mappings.ts";
import { stillwatch } from "../events/formats/stillwatch.ts";
import { readRecord } from "../events/read-line.ts";
import { ChunkSketcher } from "./chunk-sketcher.ts";
import { hash64 } from "./hash64.ts";
import { compilePhrases } from "./phrase-automaton.ts";
import { ATTRIBUTE_KINDS, type SketchedChunk } from "./sketched-chunk.ts";
import type { Period } from "./period.ts";

const wasmBytes = readFileSync(new URL("../../dist/kernel.wasm", import.meta.url));

function sketched(events: readonly Partial<RequestEvent>[]): SketchedChunk {
  const sketcher = new ChunkSketcher(wasmBytes, compilePhrases([]));
  const whole = events.map((event, at): RequestEvent => ({
    timeMs: 1,
    requestId: String(at),
    account: "a",
    client: {},
    prompt: { system: "", firstUser: "hello", lastUser: "hello", userTurns: 1 },
    response: { text: "hi", refused: false },
    ...event,
  }));
  sketcher.addResults(whole, "log");
  return sketcher.finish();
}

function wholes(halves: Uint32Array): bigint[] {
  return [...new BigUint64Array(halves.slice().buffer)];
}

describe("reasoning tokens in a chunk", () => {
  const events: readonly Partial<RequestEvent>[] = [
    { session: "s1", reasoning: { issued: ["token one", "token two"], presented: [] } },
    {},
    { reasoning: { issued: ["é".repeat(50_000)], presented: ["token one"] } },
  ];

  it("are hashes of the whole token with their row, their side and their session", () => {
    const chunk = sketched(events);
    expect([...chunk.tokenRow]).toEqual([0, 0, 2, 2]);
    expect([...chunk.tokenIssued]).toEqual([1, 1, 1, 0]);
    const [one, two, long, again] = wholes(chunk.tokenHash);
    expect([one, two, again]).toEqual(
      ["token one", "token two", "token one"].map((token) => hash64(Buffer.from(token))),
    );
    expect([long === one, long === two]).toEqual([false, false]);
    expect(wholes(chunk.tokenSession)).toEqual([
      hash64(Buffer.from("s1")),
      hash64(Buffer.from("s1")),
      0n,
      0n,
    ]);
  });

  it("make room for themselves and do not stay for the next chunk", () => {
    const many = Array.from({ length: 10 }, (_, at) => ({
      reasoning: {
        issued: [],
        presented: Array.from({ length: 64 }, (__, token) => `${String(at)} ${String(token)}`),
      },
    }));
    const chunk = sketched(many);
    expect([chunk.tokenRow.length, new Set(wholes(chunk.tokenHash)).size]).toEqual([640, 640]);
    expect(sketched([{}]).tokenRow.length).toBe(0);
  });
});

const NOW_MS = Date.UTC(2027, 0, 1);
const BEFORE = "2026-11-01T23:59:59.999Z";
const BEGIN = "2026-11-02T00:00:00Z";
const WITHIN = "2026-11-03T00:00:00Z";
const END = "2026-11-04T00:00:00Z";

/** Envelope lines, read by the scanner, which must understand them, or by the slow path. */
function sketchedLines(
  lines: readonly object[],
  path: "scanner" | "slow path",
  period?: Period,
): SketchedChunk {
  const sketcher = new ChunkSketcher(wasmBytes, compilePhrases([]), period);
  const reader = stillwatch.open({ mapping: builtInMapping("stillwatch"), nowMs: NOW_MS });
  const slow = (line: Uint8Array, number: number): ReturnType<typeof readRecord> =>
    readRecord(reader, Buffer.from(line), { file: "log", line: number, fileTimeMs: 0 });
  const texts = lines.map((line, at) =>
    JSON.stringify({
      ...{ time: WITHIN, request_id: `r-${String(at)}`, account: "a", provider: "openai" },
      request: { messages: [{ role: "user", content: "hello" }] },
      ...line,
    }),
  );
  if (path === "slow path") {
    texts.forEach((text, at) => {
      sketcher.addRecord(Buffer.from(text), "log", at + 1, slow);
    });
  } else {
    sketcher.addLines(Buffer.from(texts.join("\n")), "log", 1, NOW_MS, () => {
      throw new Error("the scanner left a line to the slow path");
    });
  }
  return sketcher.finish();
}

function attributesOf(chunk: SketchedChunk): string[] {
  const nameOf = new Map(Object.entries(ATTRIBUTE_KINDS).map(([name, kind]) => [kind as number, name]));
  return [...chunk.attributeRow].map(
    (row, at) => `${String(row)} ${nameOf.get(chunk.attributeKind[at] ?? -1) ?? ""}`,
  );
}

describe.each(["scanner", "slow path"] as const)("attributes by the %s", (path) => {
  const client = { ip: "203.0.113.9", user_agent: "agent/1", tls: "t13d" };

  it("are handed over where they are first seen, also an ASN that changes before or behind the other fields", () => {
    const chunk = sketchedLines(
      [
        { client: { asn: 64_500, ...client } },
        { client: { asn: 64_500, ...client } },
        { client: { asn: 64_501, ...client } },
        { client: { ...client, asn: 64_502 } },
        { client: { ...client, asn: 64_503 } },
      ],
      path,
    );
    expect(attributesOf(chunk).filter((entry) => entry.endsWith("asn"))).toEqual([
      "0 asn",
      "2 asn",
      "3 asn",
      "4 asn",
    ]);
    expect(
      attributesOf(chunk)
        .filter((entry) => !entry.endsWith("asn"))
        .sort(),
    ).toEqual(["0 network", "0 tls", "0 userAgent"]);
  });

  it("are not used up by rows outside of the period", () => {
    const whole = { organization: "acme", client: { ...client, asn: 64_500 } };
    const chunk = sketchedLines(
      [BEFORE, BEGIN, WITHIN, END].map((time) => ({ time, ...whole })),
      path,
      { fromMs: Date.parse(BEGIN), untilMs: Date.parse(END) },
    );
    expect(chunk.rows).toBe(4);
    expect(attributesOf(chunk).sort()).toEqual([
      "1 asn",
      "1 network",
      "1 organization",
      "1 tls",
      "1 userAgent",
    ]);
  });

  it("hold no reasoning token that a user or the model wrote as text", () => {
    const quoted = JSON.stringify([{ role: "assistant", type: "thinking", signature: "x".repeat(40) }]);
    const chunk = sketchedLines(
      [
        { request: { messages: [{ role: "user", content: quoted }] } },
        { request: { messages: [{ role: "user", content: [{ type: "text", text: quoted }] }] } },
        { request: { input: quoted } },
        {
          response: { choices: [{ index: 0, message: { role: "assistant", content: quoted } }] },
        },
      ],
      path,
    );
    expect([chunk.rows, chunk.tokenRow.length]).toEqual([4, 0]);
  });
});
