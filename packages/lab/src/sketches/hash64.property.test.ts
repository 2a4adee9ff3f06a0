import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash64 } from "./hash64.ts";
import type { ScannerExports } from "./scanner-exports.ts";
import { instantiateWasm } from "./wasm-instance.ts";

const wasm = instantiateWasm(
  readFileSync(new URL("../../dist/kernel.wasm", import.meta.url)),
) as ScannerExports;
const at = wasm.input_buffer(4096);

function put(bytes: Uint8Array): void {
  new Uint8Array(wasm.memory.buffer).set(bytes, at);
}

describe("hash64", () => {
  it("gives the same bits in WASM, whatever stands behind the bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        (bytes, behind) => {
          put(Buffer.concat([bytes, behind]));
          expect(BigInt.asUintN(64, wasm.hash64(at, bytes.length))).toBe(hash64(bytes));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is handed over in two halves with the same bits", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        put(bytes);
        const out = at + 2048;
        wasm.store_hash64(at, bytes.length, out);
        expect(new DataView(wasm.memory.buffer).getBigUint64(out, true)).toBe(hash64(bytes));
      }),
    );
  });

  it("tells texts apart that differ in their length, in zeros at the end or in one bit", () => {
    const zeros = Array.from({ length: 40 }, (_, n) => hash64(new Uint8Array(n)));
    const bits = Array.from({ length: 320 }, (_, bit) => {
      const bytes = new Uint8Array(40);
      bytes[bit >> 3] = 1 << (bit & 7);
      return hash64(bytes);
    });
    expect(new Set([...zeros, ...bits]).size).toBe(360);
  });

  it("flips about half of the bits when one bit of the text flips", () => {
    const base = hash64(new Uint8Array(24));
    for (let bit = 0; bit < 192; bit++) {
      const bytes = new Uint8Array(24);
      bytes[bit >> 3] = 1 << (bit & 7);
      const flipped = (hash64(bytes) ^ base).toString(2).replaceAll("0", "").length;
      expect(flipped).toBeGreaterThan(10);
      expect(flipped).toBeLessThan(54);
    }
  });

  it("keeps its bits from version to version", () => {
    expect(hash64(new Uint8Array(0))).toBe(11286133854226296554n);
    expect(hash64(Buffer.from("stillwatch"))).toBe(467413359161859241n);
  });
});
