import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ChunkSketcher } from "./chunk-sketcher.ts";
import { loadPhrases } from "./load-phrases.ts";
import { fileURLToPath } from "node:url";

const wasmBytes = readFileSync(new URL("../../dist/kernel.wasm", import.meta.url));
const phrases = await loadPhrases(fileURLToPath(new URL("../../intents/", import.meta.url)));

describe("many accounts", () => {
  it("may make the kernel's memory grow in the middle of a chunk without losing a row", () => {
    const sketcher = new ChunkSketcher(wasmBytes, phrases);
    const accounts = 120_000;
    let rows = 0;
    let known = 0;
    for (let first = 0; first < accounts; first += 5000) {
      const lines = Array.from({ length: 5000 }, (_, at) =>
        JSON.stringify({
          time: "2026-01-01T00:00:00Z",
          request_id: `req_${String(first + at)}`,
          account: `account-with-a-rather-long-name-${String(first + at)}`,
          client: { ip: "192.0.2.1", user_agent: `agent ${String(first + at)}`, tls: "t" },
          provider: "anthropic",
          endpoint: "messages",
          request: { model: "m", messages: [{ role: "user", content: "hello" }] },
          response: null,
        }),
      );
      sketcher.addLines(Buffer.from(lines.join("\n")), "f", 1, Number.POSITIVE_INFINITY, () => {
        throw new Error("an ordinary line took the slow path");
      });
      const chunk = sketcher.finish();
      rows += chunk.rows;
      known += chunk.newAccounts.length;
      expect(chunk.account[chunk.rows - 1]).toBe(first + 4999);
    }
    expect([rows, known]).toEqual([accounts, accounts]);
  });
});
