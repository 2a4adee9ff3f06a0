import type { NamedAccounts } from "./side-tables.ts";
import type { TrafficPart } from "./traffic-part.ts";
import type { World } from "./world.ts";

/** Which part every account belongs to, and which requests are a campaign's own. */
export interface Truth {
  readonly seed: number;
  readonly side: string;
  readonly requests: number;
  /** Account → name of its part ("background" for everybody else). */
  readonly accounts: Readonly<Record<string, string>>;
  readonly parts: Readonly<
    Record<string, { readonly kind: string; readonly accounts: number; readonly requests: number }>
  >;
  /** Campaign → ids of its own requests, without cover. */
  readonly campaign_requests: Readonly<Record<string, readonly string[]>>;
}

/** Puts the truth together from what was counted while the lines were written. */
export function truthOf(
  world: World,
  parts: readonly TrafficPart[],
  named: NamedAccounts,
  counted: Counted,
): Truth {
  const present = (part: TrafficPart): string[] =>
    part.accounts
      .filter(({ account }) => counted.seen.has(account))
      .map(({ account }) => named.get(account)?.account ?? account);
  return {
    seed: world.seed,
    side: world.corpus.side,
    requests: counted.requests,
    accounts: Object.fromEntries(
      parts.flatMap((part) => present(part).map((account) => [account, part.name] as const)),
    ),
    parts: Object.fromEntries(
      parts.map((part) => [
        part.name,
        { kind: part.kind, accounts: present(part).length, requests: counted.counts.get(part.name) ?? 0 },
      ]),
    ),
    campaign_requests: Object.fromEntries(counted.own),
  };
}

/** What the composer counted: requests of each part, own requests of each campaign, accounts (kit ids) seen. */
export interface Counted {
  readonly counts: ReadonlyMap<string, number>;
  readonly own: ReadonlyMap<string, readonly string[]>;
  readonly seen: ReadonlySet<string>;
  readonly requests: number;
}
