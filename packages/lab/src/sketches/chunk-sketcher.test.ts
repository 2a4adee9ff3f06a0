import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RequestEvent } from "../events/request-event.ts";
import { ChunkSketcher } from "./chunk-sketcher.ts";
import { hash64 } from "./hash64.ts";
import { compilePhrases } from "./phrase-automaton.ts";
import type { SketchedChunk } from "./sketched-chunk.ts";

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
