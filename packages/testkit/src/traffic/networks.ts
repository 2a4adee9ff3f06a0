import type { Network } from "./traffic-part.ts";
import type { Random } from "./random.ts";
import { between, chance, pick, pickWeighted, seedFor, zipfIndex } from "./random.ts";

/** What kind of line an account sits behind; it decides how many strangers share its /24. */
export type LineKind = "home" | "mobile" | "campus" | "office" | "cloud" | "vpn";

/** Countries with their share of accounts, offset from UTC in hours, and number of access networks. */
const COUNTRIES: readonly (readonly [code: string, share: number, utcOffset: number, networks: number])[] = [
  ["US", 28, -6, 40],
  ["IN", 11, 5, 20],
  ["GB", 6, 0, 14],
  ["DE", 6, 1, 14],
  ["JP", 5, 9, 10],
  ["BR", 5, -3, 16],
  ["FR", 4, 1, 8],
  ["CA", 4, -5, 12],
  ["KR", 3, 9, 6],
  ["CN", 3, 8, 6],
  ["SG", 3, 8, 6],
  ["TW", 2, 8, 6],
  ["HK", 2, 8, 6],
  ["AU", 2, 10, 8],
  ["NL", 2, 1, 8],
  ["ES", 2, 1, 8],
  ["IT", 2, 1, 8],
  ["PL", 2, 1, 8],
  ["ID", 2, 7, 10],
  ["MX", 2, -6, 8],
  ["TR", 1, 3, 6],
  ["NG", 1, 1, 6],
  ["VN", 1, 7, 6],
  ["UA", 1, 2, 8],
];

export function pickCountry(random: Random): string {
  return pickWeighted(
    random,
    COUNTRIES.map(([code, share]) => [code, share] as const),
  );
}

export function utcOffsetOf(country: string): number {
  return COUNTRIES.find(([code]) => code === country)?.[2] ?? 0;
}

/**
 * A line in a country: returns how the addresses of its requests are drawn. Network numbers are private-use
 * (RFC 6996) and addresses lie in the reserved block 240.0.0.0/4 (RFC 1112), so that no row can point at
 * anybody's real network.
 */
export function lineIn(random: Random, country: string, kind: LineKind): (random: Random) => Network {
  const asn = networkNumber(random, country, kind);
  const blocks = BLOCKS[kind];
  const block = random.below(blocks);
  const host = between(random, 1, 254);
  const wanders = kind === "mobile" || kind === "vpn";
  const renumbers = kind === "home" && chance(random, 0.3);
  return (drawn) => {
    const at = wanders ? drawn.below(blocks) : renumbers && drawn.unit() < 0.1 ? drawn.below(blocks) : block;
    return { ip: address(asn, at, wanders ? between(drawn, 1, 254) : host), asn, country };
  };
}

/** A line that strangers share: everybody behind it has one of a few addresses of one /24. */
export function sharedLine(random: Random, country: string, kind: LineKind): (random: Random) => Network {
  const asn = networkNumber(random, country, kind);
  const block = random.below(BLOCKS[kind]);
  return (drawn) => ({ ip: address(asn, block, between(drawn, 10, 14)), asn, country });
}

/** /24 blocks of one network: few for carriers and VPNs, thousands for homes and offices. */
const BLOCKS: Readonly<Record<LineKind, number>> = {
  home: 4000,
  mobile: 6,
  campus: 4,
  office: 2500,
  cloud: 900,
  vpn: 8,
};

function networkNumber(random: Random, country: string, kind: LineKind): number {
  const index = COUNTRIES.findIndex(([code]) => code === country);
  const networks = COUNTRIES[Math.max(0, index)]?.[3] ?? 6;
  if (kind === "cloud") return 65_400 + zipfIndex(random, 16);
  if (kind === "vpn") return 65_420 + zipfIndex(random, 10);
  const base = 64_512 + Math.max(0, index) * 30;
  if (kind === "mobile") return base + zipfIndex(random, 3);
  if (kind === "campus") return base + 3 + random.below(6);
  return base + 9 + zipfIndex(random, Math.min(20, networks));
}

function address(asn: number, block: number, host: number): string {
  const mixed = seedFor(asn, block) % (15 * 65_536);
  return `${240 + Math.floor(mixed / 65_536)}.${(mixed >>> 8) & 255}.${mixed & 255}.${host}`;
}

/** Client software by popularity, with the TLS prints it shows. */
const SOFTWARE: readonly (readonly [agent: string, weight: number, prints: readonly string[]])[] = [
  [
    "anthropic-python/0.79.0",
    14,
    ["t13d1812h1_85036bcba153_375ca2c5e164", "t13d1812h1_85036bcba153_b26ce05bbdd6"],
  ],
  [
    "openai-python/2.21.0",
    16,
    ["t13d1812h1_85036bcba153_375ca2c5e164", "t13d1812h1_85036bcba153_b26ce05bbdd6"],
  ],
  ["openai-node/6.22.0", 10, ["t13d5911h1_a33745022dd6_1f22a2ca17c4"]],
  ["anthropic-typescript/0.76.0", 8, ["t13d5911h1_a33745022dd6_1f22a2ca17c4"]],
  ["google-genai-sdk/1.62.0 gl-python/3.12", 7, ["t13d1812h1_85036bcba153_375ca2c5e164"]],
  ["python-httpx/0.28.1", 7, ["t13d1812h1_85036bcba153_375ca2c5e164"]],
  ["python-requests/2.32.5", 6, ["t13d1811h1_85036bcba153_b26ce05bbdd6"]],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/148.0", 10, ["t13d1516h2_8daaf6152771_02713d6af862"]],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15",
    6,
    ["t13d2014h2_a09f3c656075_14788d8d241b"],
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0", 3, ["t13d1715h2_5b57614c22b0_3d5424432f57"]],
  ["langchain/1.2.9", 5, ["t13d1812h1_85036bcba153_375ca2c5e164"]],
  ["litellm/1.83.0", 5, ["t13d1812h1_85036bcba153_b26ce05bbdd6"]],
  ["Go-http-client/2.0", 2, ["t13d1313h2_f57a46bbacb6_7f8ff3fd7a32"]],
  ["okhttp/5.1.0", 2, ["t13d1313h2_f57a46bbacb6_e7c285222651"]],
];

/** User agent and TLS print, drawn by popularity. */
export function pickSoftware(random: Random): readonly [agent: string, print: string] {
  const [agent, prints] = pickWeighted(
    random,
    SOFTWARE.map(([name, weight, its]) => [[name, its] as const, weight] as const),
  );
  return [agent, pick(random, prints)];
}
