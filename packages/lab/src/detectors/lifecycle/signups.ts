import type { AccountFacts } from "../../accounts/account-facts.ts";
import { describeIpPrefix, ipPrefix } from "../../sketches/ip-prefix.ts";

/** How the log's accounts signed up, by account number. */
export interface Signups {
  /** Epoch ms; NaN where unknown, and everywhere where the table only has dates or hours. */
  readonly createdMs: Float64Array;
  /** All known times, ascending. */
  readonly sortedMs: Float64Array;
  /** Sign-ups per UTC hour of day. */
  readonly perHour: Float64Array;
  readonly payer: Int32Array;
  /** Network of the sign-up as a number, or opaque token that stands for it; -1 where unknown. */
  readonly placeOf: Int32Array;
  /** Private mail domain as a number; a number of its own for an account on a public or unknown domain. */
  readonly circleOf: Int32Array;
}

/** A mail domain on more than this share of the accounts, and on more than this many, is a public provider's. */
const PUBLIC_SHARE = 0.01;
const LEAST_PUBLIC = 100;
/** Where more times than this share lie on a full hour, minutes mean nothing. */
const MOST_ON_THE_HOUR = 0.3;
const HOUR_MS = 3_600_000;

/** Reads sign-ups from the facts; once per log. */
export function readSignups(facts: AccountFacts): Signups {
  const known = facts.createdMs.filter((time) => !Number.isNaN(time)).sort();
  const onTheHour = known.filter((time) => time % HOUR_MS === 0).length;
  const coarse = onTheHour > MOST_ON_THE_HOUR * known.length;
  return {
    createdMs: coarse ? new Float64Array(facts.count).fill(Number.NaN) : facts.createdMs,
    sortedMs: known,
    perHour: countPerHour(known),
    payer: facts.payer,
    placeOf: numbered(facts, (row) => placeOf(row.signupIp)),
    circleOf: circles(facts),
  };
}

/** Times (epoch ms) per UTC hour of day. */
export function countPerHour(times: Iterable<number>): Float64Array {
  const counts = new Float64Array(24);
  for (const time of times) {
    const hour = hourOfDay(time);
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return counts;
}

/** UTC hour of day, 0–23. */
export function hourOfDay(timeMs: number): number {
  const hour = Math.floor(timeMs / HOUR_MS) % 24;
  return hour < 0 ? hour + 24 : hour;
}

type Row = NonNullable<AccountFacts["row"][number]>;

/** The network of an address; a lab may have replaced addresses by opaque tokens, then the token. */
function placeOf(signupIp: string | undefined): string | undefined {
  const prefix = signupIp === undefined ? -1n : ipPrefix(signupIp);
  return prefix >= 0n ? describeIpPrefix(prefix) : signupIp;
}

function numbered(facts: AccountFacts, valueOf: (row: Row) => string | undefined): Int32Array {
  const ids = new Map<string, number>();
  return Int32Array.from({ length: facts.count }, (_, account) => {
    const row = facts.row[account];
    const value = row === undefined ? undefined : valueOf(row);
    if (value === undefined || value === "") return -1;
    const id = ids.get(value) ?? ids.size;
    ids.set(value, id);
    return id;
  });
}

function circles(facts: AccountFacts): Int32Array {
  const domain = numbered(facts, (row) => row.emailDomain);
  const holders = new Map<number, number>();
  for (const id of domain) if (id >= 0) holders.set(id, (holders.get(id) ?? 0) + 1);
  const most = Math.max(LEAST_PUBLIC, PUBLIC_SHARE * facts.count);
  return domain.map((id, account) => (id < 0 || (holders.get(id) ?? 0) > most ? -1 - account : id));
}
