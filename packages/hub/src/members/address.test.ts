import { describe, expect, it } from "vitest";
import { addressRanges, clientAddress } from "./address.ts";

const proxies = addressRanges(["10.0.0.0/8", "fd00::/8"]);

describe("ranges", () => {
  it("contain addresses of both families, and IPv4 written as IPv6", () => {
    const ranges = addressRanges(["192.0.2.0/24", "2001:db8::/32", "198.51.100.7"]);
    const inside = ["192.0.2.255", "::ffff:192.0.2.1", "2001:db8:ffff::1", "198.51.100.7"];
    const outside = ["192.0.3.0", "2001:db9::1", "198.51.100.8", "", "nonsense", undefined];
    expect(inside.filter((address) => !ranges.contains(address))).toEqual([]);
    expect(outside.filter((address) => ranges.contains(address))).toEqual([]);
  });

  it.each([
    "192.0.2.0/33",
    "300.1.1.1",
    "",
    "fe80::/129",
    "0x7f.1",
    "192.0.2.0/",
    "192.0.2.0/-1",
    "192.0.2.0/1e1",
  ])("refuse %j", (range) => {
    expect(() => addressRanges([range])).toThrow(/range/);
  });
});

describe("the client's address", () => {
  const of = (peer: string | undefined, forwardedFor?: string) =>
    clientAddress({ peer, forwardedFor, trustedProxies: proxies });

  it("is the peer's where the peer is no trusted proxy, whatever it forwards", () => {
    expect(of("192.0.2.1", "203.0.113.9")).toBe("192.0.2.1");
  });

  it("is the last one that no trusted proxy has, so a client's own header does not count", () => {
    expect(of("10.0.0.1", "203.0.113.9, 192.0.2.5, 10.0.0.2")).toBe("192.0.2.5");
  });

  it("is the proxy's where what it forwards is no address", () => {
    expect(of("10.0.0.1", "unknown")).toBe("10.0.0.1");
  });

  it("is not searched for in a chain longer than any honest one", () => {
    expect(of("10.0.0.1", Array(100_000).fill("10.0.0.2").join(","))).toBe("10.0.0.1");
  });

  it("is unknown at a Unix socket", () => {
    expect(of(undefined, "203.0.113.9")).toBeUndefined();
  });
});
