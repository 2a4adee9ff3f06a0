import ipaddr from "ipaddr.js";
import { HubError } from "../hub-error.ts";

/** Ranges of addresses, parsed once. */
export interface AddressRanges {
  /** False for what is not an address. */
  contains(address: string | undefined): boolean;
}

/** A longer text is no address: 45 characters are the longest IPv6 address, some more for a zone. */
const LONGEST_ADDRESS = 64;

/** More hops than any honest chain of proxies has. */
const MOST_HOPS = 20;

/**
 * Parses ranges in CIDR notation; a single address is a range of one.
 *
 * @throws HubError `bad-request` naming the range that is none
 */
export function addressRanges(ranges: readonly string[]): AddressRanges {
  const parsed = ranges.map(parseRange);
  return {
    contains(address) {
      const one = parseAddress(address);
      return (
        one !== undefined &&
        parsed.some(([base, bits]) => one.kind() === base.kind() && one.match(base, bits))
      );
    },
  };
}

/**
 * The address a request came from. `X-Forwarded-For` counts only as far as it was written by trusted proxies: the
 * last address in it that is no trusted proxy.
 *
 * @returns undefined where the peer has no address, e.g. at a Unix socket
 */
export function clientAddress(options: {
  readonly peer: string | undefined;
  readonly forwardedFor: string | undefined;
  readonly trustedProxies: AddressRanges;
}): string | undefined {
  let address = canonicalAddress(options.peer);
  const hops = (options.forwardedFor ?? "").split(",", MOST_HOPS + 1);
  if (hops.length > MOST_HOPS) return address;
  while (hops.length > 0 && options.trustedProxies.contains(address)) {
    const before = canonicalAddress(hops.pop()?.trim());
    if (before === undefined) return address;
    address = before;
  }
  return address;
}

/** The network that failed tries are counted by: an IPv4 address, or 64 bits of an IPv6 address, all of one holder. */
export function networkOf(address: string | undefined): string {
  const one = parseAddress(address);
  if (one === undefined) return "unknown";
  return one.kind() === "ipv4" ? one.toString() : one.toByteArray().slice(0, 8).join(".");
}

function canonicalAddress(address: string | undefined): string | undefined {
  return parseAddress(address)?.toString();
}

/** IPv4 written as IPv6 (`::ffff:192.0.2.1`) is IPv4. */
function parseAddress(address: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (address === undefined || address.length > LONGEST_ADDRESS) return undefined;
  const bare = address.split("%", 1)[0] ?? "";
  return ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare)
    ? ipaddr.process(bare)
    : undefined;
}

function parseRange(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [text, bits = ""] = range.slice(0, LONGEST_ADDRESS).split("/");
  const base = parseAddress(text);
  const most = base?.kind() === "ipv4" ? 32 : 128;
  const length = range.includes("/") ? Number(bits) : most;
  if (
    base !== undefined &&
    Number.isInteger(length) &&
    /^\d{0,3}$/.test(bits) &&
    length <= most &&
    !range.endsWith("/")
  ) {
    return [base, length];
  }
  throw new HubError(
    "bad-request",
    `"${range.slice(0, LONGEST_ADDRESS)}" is no address range; write 192.0.2.0/24 or 2001:db8::/32`,
  );
}
