import type { BypassInput } from "./bypass-search.ts";

/** Variants beside the winner that make an account worth looking at. */
const LEAST_VARIANTS = 5;
/** A searcher is refused in at least this share of them, and in so many times the ordinary share. */
const LEAST_REFUSED = 0.3;
const TIMES_ORDINARY = 3;

/** An account that tried variants and was refused; its choice does not look at the order in time. */
export interface Searcher {
  readonly account: number;
  /** Variants beside the winner: families, and texts without one. So one prompt with many contents is one variant. */
  readonly variants: number;
  /** Those of them that were refused at least every second time. */
  readonly refusedVariants: number;
  /** Median time of the refused requests, epoch milliseconds. */
  readonly middleMs: number;
  /** First time it sent what was adopted, epoch milliseconds; infinite if never. */
  readonly winnerMs: number;
}

export interface Search {
  readonly searchers: readonly Searcher[];
  /** Accounts with enough variants to be looked at. */
  readonly lookedAt: number;
}

/** The family that most members use, the first of equals; undefined where none of their requests belongs to one. */
export function winningFamily({ account, family, members }: BypassInput): number | undefined {
  const users = new Map<number, Set<number>>();
  for (let at = 0; at < account.length; at++) {
    const no = family[at] ?? -1;
    const user = account[at] ?? -1;
    if (no < 0 || !members.has(user)) continue;
    const set = users.get(no);
    if (set) set.add(user);
    else users.set(no, new Set([user]));
  }
  let best: number | undefined;
  let most = 0;
  for (const [no, set] of users) {
    if (set.size > most || (set.size === most && no < (best ?? Number.POSITIVE_INFINITY))) {
      best = no;
      most = set.size;
    }
  }
  return best;
}

/** Whether a request uses what was adopted: the winning family, or without one the text that all requests share. */
export function isUse({ family }: BypassInput, winner: number | undefined, at: number): boolean {
  return winner === undefined || family[at] === winner;
}

interface Variant {
  sent: number;
  refused: number;
}

interface Attempts {
  readonly families: Map<bigint | number, Variant>;
  readonly texts: Map<bigint | number, Variant>;
  readonly refusedMs: number[];
}

/** Accounts that search: beside the winning family, or without one among the texts that share a part. */
export function findSearchers(input: BypassInput, winner: number | undefined): Search {
  const attempts = new Map<number, Attempts>();
  const winnerMs = new Map<number, number>();
  for (let at = 0; at < input.account.length; at++) {
    const account = input.account[at] ?? -1;
    if (isUse(input, winner, at) && !winnerMs.has(account)) winnerMs.set(account, input.timeMs[at] ?? 0);
    if (winner !== undefined && input.family[at] === winner) continue;
    const own: Attempts = attempts.get(account) ?? { families: new Map(), texts: new Map(), refusedMs: [] };
    attempts.set(account, own);
    const variant = variantOf(own, input.family[at] ?? -1, input.textHash[at] ?? 0);
    variant.sent++;
    if (input.refused[at] === 1) {
      variant.refused++;
      own.refusedMs.push(input.timeMs[at] ?? 0);
    }
  }
  const lookedAt = [...attempts].filter(
    ([, { families, texts }]) => families.size + texts.size >= LEAST_VARIANTS,
  );
  return {
    lookedAt: lookedAt.length,
    searchers: lookedAt
      .map(([account, { families, texts, refusedMs }]): Searcher => {
        const variants = [...families.values(), ...texts.values()];
        return {
          account,
          variants: variants.length,
          refusedVariants: variants.filter(({ sent, refused }) => refused * 2 >= sent).length,
          middleMs: refusedMs[refusedMs.length >> 1] ?? 0,
          winnerMs: winnerMs.get(account) ?? Number.POSITIVE_INFINITY,
        };
      })
      .filter(
        ({ variants, refusedVariants }) =>
          refusedVariants > 0 &&
          refusedVariants >= variants * Math.max(LEAST_REFUSED, TIMES_ORDINARY * input.ordinaryRefusal),
      ),
  };
}

function variantOf({ families, texts }: Attempts, family: number, text: bigint | number): Variant {
  const [variants, key] = family >= 0 ? [families, family] : [texts, text];
  const known = variants.get(key);
  if (known !== undefined) return known;
  const fresh = { sent: 0, refused: 0 };
  variants.set(key, fresh);
  return fresh;
}
