import { ATTRIBUTE_KINDS } from "../sketches/sketched-chunk.ts";
import { describeIpPrefix, ipPrefix } from "../sketches/ip-prefix.ts";
import type { Engine } from "../engine/engine.ts";
import { sharedAttributeValues } from "../engine/queries/accounts.ts";
import type { AccountFacts } from "./account-facts.ts";

/** Kinds of values that accounts may share, and how a share counts. */
export const LINK_KINDS = {
  // An instrument or a machine belongs to somebody; a place serves many.
  payment: { strength: 1, place: false },
  device: { strength: 1, place: false },
  signup_ip: { strength: 0.7, place: true },
  network: { strength: 0.5, place: true },
  email_domain: { strength: 0.5, place: true },
  signup_burst: { strength: 0.3, place: true },
} as const;

export type LinkKind = keyof typeof LINK_KINDS;

/** One value that at least two accounts share. */
export interface SharedValue {
  readonly kind: LinkKind;
  readonly value: string;
  /** Accounts of the whole log that have it, ascending. */
  readonly accounts: Int32Array;
  /** Rarity, 0–1: inverse document frequency over the accounts for which the kind is known. */
  readonly rarity: number;
}

/** Who shares what, for the whole log; the bipartite graph of detector D7. */
export interface IdentityIndex {
  readonly values: readonly SharedValue[];
  /** Account → indexes into `values`. */
  readonly ofAccount: ReadonlyMap<number, readonly number[]>;
  /** Kinds that the log or the accounts table carries at all. */
  readonly known: ReadonlySet<LinkKind>;
}

/** A value on more accounts than this share of the log says nothing about any two of them. */
const MOST_SHARE = 0.25;
/** Accounts that sign up within this many milliseconds of each other form a burst. */
const BURST_MS = 600_000;

export async function buildIdentityIndex(engine: Engine, facts: AccountFacts): Promise<IdentityIndex> {
  const values: SharedValue[] = [];
  const known = new Set<LinkKind>();
  const add = (kind: LinkKind, holders: ReadonlyMap<string, readonly number[]>, have: number): void => {
    if (have === 0) return;
    known.add(kind);
    for (const [value, accounts] of holders) {
      if (accounts.length < 2 || accounts.length > Math.max(50, MOST_SHARE * have)) continue;
      const rarity = Math.max(0, Math.log(have / accounts.length) / Math.log(Math.max(2, have)));
      values.push({ kind, value, accounts: Int32Array.from(accounts), rarity });
    }
  };
  const addFromTable = (kind: LinkKind, valueOf: ValueOf): void => {
    const holders = holdersOf(facts, valueOf);
    let have = 0;
    for (const accounts of holders.values()) have += accounts.length;
    add(kind, holders, have);
  };
  addFromTable("payment", (row) => row.payment);
  addFromTable("device", (row) => row.device);
  addFromTable("email_domain", (row) => row.emailDomain);
  addFromTable("signup_ip", (row) => {
    const prefix = row.signupIp === undefined ? -1n : ipPrefix(row.signupIp);
    // A lab may have replaced addresses by opaque tokens: then the token itself is the value.
    return prefix >= 0n ? describeIpPrefix(prefix) : row.signupIp;
  });
  addFromTable("signup_burst", (row) =>
    row.createdMs === undefined
      ? undefined
      : new Date(Math.floor(row.createdMs / BURST_MS) * BURST_MS).toISOString(),
  );
  const networks = await networkHolders(engine);
  add("network", networks, networks.size === 0 ? 0 : facts.count);
  return { values, ofAccount: byAccount(values), known };
}

/** The same index without places: payment instruments and devices only. */
export function withoutPlaces({ values, ofAccount, known }: IdentityIndex): IdentityIndex {
  const isInstrument = (at: number): boolean => {
    const kind = values[at]?.kind;
    return kind !== undefined && !LINK_KINDS[kind].place;
  };
  return {
    values,
    ofAccount: new Map([...ofAccount].map(([account, links]) => [account, links.filter(isInstrument)])),
    known: new Set([...known].filter((kind) => !LINK_KINDS[kind].place)),
  };
}

type ValueOf = (row: NonNullable<AccountFacts["row"][number]>) => string | undefined;

function holdersOf(facts: AccountFacts, valueOf: ValueOf): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  facts.row.forEach((row, account) => {
    const value = row === undefined ? undefined : valueOf(row);
    if (value === undefined || value === "") return;
    const list = holders.get(value);
    if (list) list.push(account);
    else holders.set(value, [account]);
  });
  return holders;
}

async function networkHolders(engine: Engine): Promise<ReadonlyMap<string, readonly number[]>> {
  const holders = new Map<string, number[]>();
  let current = -1n;
  let list: number[] = [];
  const close = (): void => {
    if (current >= 0n) holders.set(describeIpPrefix(current), list);
  };
  await engine.stream(sharedAttributeValues(ATTRIBUTE_KINDS.network), (piece) => {
    const value = piece.bigints("value");
    const account = piece.integers("account_no");
    for (let row = 0; row < piece.rows; row++) {
      if (value[row] !== current) {
        close();
        current = value[row] ?? -1n;
        list = [];
      }
      list.push(account[row] ?? 0);
    }
  });
  close();
  return holders;
}

function byAccount(values: readonly SharedValue[]): ReadonlyMap<number, readonly number[]> {
  const map = new Map<number, number[]>();
  values.forEach((value, index) => {
    for (const account of value.accounts) {
      const list = map.get(account);
      if (list) list.push(index);
      else map.set(account, [index]);
    }
  });
  return map;
}
