import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeIpPrefix, ipPrefix } from "./ip-prefix.ts";
import type { ScannerExports } from "./scanner-exports.ts";
import { instantiateWasm } from "./wasm-instance.ts";

const wasm = instantiateWasm(
  readFileSync(new URL("../../dist/kernel.wasm", import.meta.url)),
) as ScannerExports;
const at = wasm.input_buffer(4096);

function inWasm(text: string): bigint {
  const bytes = Buffer.from(text);
  new Uint8Array(wasm.memory.buffer).set(bytes, at);
  const prefix = wasm.ip_prefix(at, bytes.length);
  expect(wasm.ip_prefix_number(at, bytes.length)).toBe(Number(prefix));
  return prefix;
}

/** Addresses, and texts that are nearly ones. */
const addressLike = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4().map((ip) => `::ffff:${ip}`),
  fc.ipV6().map((ip) => ip.toUpperCase()),
  fc
    .array(fc.constantFrom("0", "1", "25", "255", "256", "01", "a", "ffff", ":", "::", ".", "%", " "), {
      maxLength: 15,
    })
    .map((parts) => parts.join("")),
  fc
    .array(fc.constantFrom("0", "1", "db8", "ffff", "12345", ""), { maxLength: 10 })
    .map((parts) => parts.join(":")),
  fc
    .array(fc.constantFrom("0", "1", "255", "256", "00", ""), { maxLength: 5 })
    .map((parts) => parts.join(".")),
);

describe("ipPrefix", () => {
  it("gives the same number in WASM", () => {
    fc.assert(
      fc.property(addressLike, (text) => {
        expect(inWasm(text)).toBe(ipPrefix(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("knows an address by the same rules as Node", () => {
    fc.assert(
      fc.property(addressLike, (text) => {
        expect(ipPrefix(text) >= 0n).toBe(isIP(text) !== 0 && !text.includes("%"));
      }),
      { numRuns: 3000 },
    );
  });

  it("is described as the network that it came from", () => {
    expect(describeIpPrefix(ipPrefix("203.0.113.77"))).toBe("203.0.113.0/24");
    expect(describeIpPrefix(ipPrefix("2001:db8:1:2::3"))).toBe("2001:db8:1::/48");
    expect(describeIpPrefix(ipPrefix("2001:db8::1"))).toBe("2001:db8::/48");
    expect(describeIpPrefix(ipPrefix("::1"))).toBe("::/48");
    expect(describeIpPrefix(ipPrefix("::ffff:198.51.100.9"))).toBe("198.51.100.0/24");
    expect(describeIpPrefix(ipPrefix("not an address"))).toBe("unknown");
  });

  it("gives the same number for the described network's first address", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const prefix = ipPrefix(text);
        const first = describeIpPrefix(prefix).replace(/\/\d+$/, "");
        expect(ipPrefix(first)).toBe(prefix);
      }),
      { numRuns: 1000 },
    );
  });
});
