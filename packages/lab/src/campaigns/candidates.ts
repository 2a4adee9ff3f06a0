import { isText, type Seed, type SeedKind } from "./seeds.ts";

/** Seeds that may start a campaign: wide, varied and lasting enough. What is below is listed as spared. */
export const LEAST = {
  /** Accounts and payers: what one payer does is a customer's business, however large. */
  accounts: 8,
  payers: 5,
  requests: 40,
  /** Distinct texts: a text that is copied harvests nothing new. */
  texts: 20,
} as const;

/** Accounts that share text; to be cut, tested and explained. */
export interface Candidate {
  readonly seeds: readonly Seed[];
  /** Account number → its requests in the most used of the seeds. */
  readonly accounts: ReadonlyMap<number, number>;
  /** Accounts that have the leading seed, or several of the texts in a good part of their requests. */
  readonly core: ReadonlySet<number>;
}

/**
 * Which seed leads a group. Whose reasoning token it is, is no matter of likeness, so that such a group is not to be found
 * inside a wider one; and links lead only where nothing else is shared, since what leads is no evidence.
 */
const LEADS: Readonly<Record<SeedKind, number>> = { replay: 0, template: 1, block: 1, echo: 1, identity: 2 };

/** Share of the smaller account set that must be common… */
const LEAST_OVERLAP = 0.4;
/** …and how many times more than chance would give; */
const LEAST_LIFT = 3;
/** or the sets are so much the same that they are one population. */
const LEAST_JACCARD = 0.5;

/**
 * Joins seeds that the same accounts use into candidates.
 *
 * Overlap is held against chance: a harness that half of all accounts use overlaps with every group and
 * links none. Linking is by the leading seed of a group, not through a chain of pairs.
 *
 * @param requests - requests in the whole log by account number
 */
export function linkSeeds(seeds: readonly Seed[], requests: ArrayLike<number>): readonly Candidate[] {
  const wide = seeds.filter(isWide).sort(byLead);
  const groups: Seed[][] = [];
  const seedsOfAccount = new Map<number, Set<number>>();
  for (const seed of wide) {
    const near = new Map<number, number>();
    for (const account of seed.accounts.keys()) {
      for (const group of seedsOfAccount.get(account) ?? []) near.set(group, (near.get(group) ?? 0) + 1);
    }
    let home = -1;
    let most = 0;
    for (const [group, common] of near) {
      const lead = groups[group]?.[0];
      if (!lead) continue;
      const smaller = Math.min(lead.accounts.size, seed.accounts.size);
      const chance = (lead.accounts.size * seed.accounts.size) / requests.length;
      const share = common / smaller;
      const jaccard = common / (lead.accounts.size + seed.accounts.size - common);
      const together = common >= LEAST_LIFT * chance || jaccard >= LEAST_JACCARD;
      if (share >= LEAST_OVERLAP && together && share > most) {
        home = group;
        most = share;
      }
    }
    if (home < 0) {
      home = groups.length;
      groups.push([]);
      for (const account of seed.accounts.keys()) {
        const of = seedsOfAccount.get(account) ?? new Set<number>();
        of.add(home);
        seedsOfAccount.set(account, of);
      }
    }
    groups[home]?.push(seed);
  }
  // A quotation takes its place among all candidates: it must not stand before wider groups than its own.
  return groups
    .flatMap((group) => withoutQuotations(group, requests))
    .sort((a, b) => (a.seeds[0] && b.seeds[0] ? byLead(a.seeds[0], b.seeds[0]) : 0));
}

/** Whether a seed is wide, varied and lasting enough to start a campaign. */
export function isWide(seed: Seed): boolean {
  return (
    seed.accounts.size >= LEAST.accounts &&
    seed.payers >= LEAST.payers &&
    seed.requests >= LEAST.requests &&
    (!isText(seed) || seed.texts >= LEAST.texts)
  );
}

function byLead(a: Seed, b: Seed): number {
  return LEADS[a.kind] - LEADS[b.kind] || b.requests - a.requests || a.no - b.no;
}

/** A text belongs to a group if at least this share of the accounts that have it are the group's. */
const LEAST_PURITY = 0.7;
/** An account is the group's if it has the main text, or so many of the texts in such a part of all its requests. */
const TEXTS_OF_CORE = 3;
const SHARE_OF_CORE = 0.25;

/**
 * Texts that a group's accounts share with as many strangers (a passage of a book, a popular question) are quotations:
 * they stand as candidates of their own, and bring nobody into the group.
 */
function withoutQuotations(group: readonly Seed[], requests: ArrayLike<number>): readonly Candidate[] {
  const [lead, ...others] = group;
  if (lead === undefined) return [];
  const core = new Set(lead.accounts.keys());
  const isPure = (seed: Seed): boolean => {
    let inside = 0;
    for (const account of seed.accounts.keys()) if (core.has(account)) inside++;
    return inside >= LEAST_PURITY * seed.accounts.size;
  };
  // Relayed requests are everybody's texts: having some of them makes nobody a member. And the core grows once only: a
  // chain of texts would lead from any group to everybody.
  if (isText(lead))
    for (const account of usersOf([lead, ...others.filter(isPure)], requests)) core.add(account);
  const pure = [lead, ...others.filter(isPure)];
  const quoted = others.filter((seed) => !isPure(seed));
  return [
    { seeds: pure, accounts: mergeAccounts(pure), core },
    ...quoted.map((seed) => ({
      seeds: [seed],
      accounts: seed.accounts,
      core: new Set(seed.accounts.keys()),
    })),
  ];
}

/** Accounts that use several of the texts, and not only now and then. */
function usersOf(seeds: readonly Seed[], requests: ArrayLike<number>): readonly number[] {
  const texts = new Map<number, number>();
  const used = new Map<number, number>();
  for (const seed of seeds) {
    for (const [account, count] of seed.accounts) {
      texts.set(account, (texts.get(account) ?? 0) + 1);
      used.set(account, (used.get(account) ?? 0) + count);
    }
  }
  return [...texts]
    .filter(
      ([account, count]) =>
        count >= TEXTS_OF_CORE && (used.get(account) ?? 0) >= SHARE_OF_CORE * (requests[account] ?? 0),
    )
    .map(([account]) => account);
}

function mergeAccounts(seeds: readonly Seed[]): ReadonlyMap<number, number> {
  const merged = new Map<number, number>();
  for (const seed of seeds) {
    for (const [account, requests] of seed.accounts) {
      merged.set(account, Math.max(merged.get(account) ?? 0, requests));
    }
  }
  return merged;
}
