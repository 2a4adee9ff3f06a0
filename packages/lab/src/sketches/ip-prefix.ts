/** Added to the upper 48 bits of an IPv6 address, so that they cannot be taken for an IPv4 network. */
const IPV6 = 1n << 48n;

/**
 * The network of an IP address as a number below 2^49, so that it is exact as a JavaScript number too: for IPv4 its
 * /24 (0 … 2^24 − 1), for IPv6 2^48 plus its /48; an IPv4-mapped address (::ffff:0:0/96, RFC 4291 section 2.5.5.2)
 * counts as IPv4. −1 where the text is no IP address: leading zeros in a decimal part, zone ids, ports and brackets
 * are not part of one. The same as the WASM function `ip_prefix`.
 */
export function ipPrefix(text: string): bigint {
  const v4 = ipv4(text);
  if (v4 !== undefined) return v4 >> 8n;
  const groups = ipv6Groups(text);
  if (groups === undefined) return -1n;
  const address = groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
  return address >> 32n === 0xffffn ? (address & 0xffffffffn) >> 8n : IPV6 | (address >> 80n);
}

/** The network in CIDR notation (RFC 5952 for IPv6); "unknown" where `ipPrefix` gave −1. */
export function describeIpPrefix(prefix: bigint): string {
  if (prefix < 0n) return "unknown";
  if (prefix < IPV6) return `${[16n, 8n, 0n].map((shift) => (prefix >> shift) & 0xffn).join(".")}.0/24`;
  const groups = [32n, 16n, 0n].map((shift) => Number((prefix >> shift) & 0xffffn).toString(16));
  while (groups.at(-1) === "0") groups.pop();
  return `${groups.join(":")}::/48`;
}

const DECIMAL_PART = /^(?:0|[1-9]\d{0,2})$/;

function ipv4(text: string): bigint | undefined {
  const parts = text.length > 15 ? [] : text.split(".");
  if (parts.length !== 4 || !parts.every((part) => DECIMAL_PART.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

const HEX_GROUP = /^[0-9a-f]{1,4}$/i;

/** The eight groups of an IPv6 address (RFC 4291 section 2.2). */
function ipv6Groups(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split("::");
  const [before = [], behind] = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  if (halves.length > 2 || before.includes(Number.NaN) || behind?.includes(Number.NaN)) return undefined;
  if (behind === undefined) return before.length === 8 ? before : undefined;
  const missing = 8 - before.length - behind.length;
  return missing < 1 ? undefined : [...before, ...Array<number>(missing).fill(0), ...behind];
}

/** Groups of one side of "::", NaN where one is none; only the very last may be dotted decimal. */
function groupsOf(half: string, isLast: boolean): readonly number[] {
  if (half === "") return [];
  const parts = half.split(":");
  return parts.flatMap((part, i) => {
    const v4 = isLast && i === parts.length - 1 ? ipv4(part) : undefined;
    if (v4 !== undefined) return [Number(v4 >> 16n), Number(v4 & 0xffffn)];
    return [HEX_GROUP.test(part) ? Number.parseInt(part, 16) : Number.NaN];
  });
}
