import type { Engine } from "../../engine/engine.ts";
import {
  innerReplays,
  linkingTokens,
  movedTokens,
  presentedTokens,
  tokenHolders,
  type PublicTokens,
} from "../../engine/queries/replay.ts";
import { independentReplays, type IndependentReplay } from "./independent-replays.ts";
import { TokenTracer, type Crossing, type Traces } from "./token-tracer.ts";

/** What the log shows of reasoning tokens; read once per run, by account number where it is per account. */
export interface ReplayFacts {
  readonly payerOf: Int32Array;
  /** Tokens that accounts of several payers hold, public ones left out; a sample where an account received very many. */
  readonly crossings: readonly Crossing[];
  /** Places in `crossings` of those that an account takes part in, ascending; by account number, where there are any. */
  readonly crossingsOf: ReadonlyMap<number, readonly number[]>;
  /** Independent replays outside of wide components: how ordinary they are. */
  readonly ordinaryReplays: readonly IndependentReplay[];
  /** How often the account presented a token, its own ones too, the same one in each turn anew. */
  readonly presented: Float64Array;
  /** How many accounts of a payer, outside of wide components, presented tokens; by payer number, where any did. */
  readonly ordinaryPresenting: ReadonlyMap<number, number>;
  /** Distinct tokens that it presented and another payer held before. */
  readonly received: Float64Array;
  /** The same: issued to another account of the same payer. */
  readonly otherAccount: Float64Array;
  /** The same: issued to the same account in another session. */
  readonly otherSession: Float64Array;
  /** Smallest account number of the component that crossings join; -1 outside of any. */
  readonly groupOf: Int32Array;
  /** 1 where that component is wide enough for a campaign; such accounts say nothing of what is ordinary. */
  readonly inWideGroup: Uint8Array;
}

/**
 * Accounts and payers of a component from which on it may be a campaign (as candidates must have). What is narrower (one
 * person's two keys, a change of employer, a few colleagues) is what ordinary accounts do.
 */
const LEAST_OF_WIDE = { accounts: 8, payers: 5 } as const;

/** The table of crossing tokens that `readReplayFacts` leaves in the engine. */
export const LINKING_TOKENS = "linking_tokens";
const MOVED_TOKENS = "moved_tokens";

const PUBLIC_TOKENS: PublicTokens = { issuedPayers: 64, unknownPayers: 8 };

/**
 * Reads who presented whose reasoning tokens. Needs `replay_tokens`, `requests` and `payers`; makes the tables
 * `moved_tokens` and `linking_tokens`, once per run. Grows with accounts and with their first 64 foreign tokens each.
 *
 * @param payerOf - payer number per account, the same as in `payers`
 */
export async function readReplayFacts(engine: Engine, payerOf: Int32Array): Promise<ReplayFacts> {
  await engine.run(movedTokens(engine.dialect, MOVED_TOKENS));
  await engine.run(linkingTokens(engine.dialect, LINKING_TOKENS, MOVED_TOKENS, PUBLIC_TOKENS));
  const tracer = new TokenTracer(payerOf);
  await engine.stream(tokenHolders(LINKING_TOKENS), (piece) => {
    const token = piece.bigints("token");
    const issued = piece.integers("issued");
    const account = piece.integers("account_no");
    const firstMs = piece.bigints("first_ms");
    const firstRequest = piece.integers("first_request");
    const leastModel = piece.integers("least_model");
    const mostModel = piece.integers("most_model");
    for (let row = 0; row < piece.rows; row++) {
      tracer.add({
        token: token[row] ?? 0n,
        account: account[row] ?? 0,
        issued: issued[row] === 1,
        firstRequest: firstRequest[row] ?? 0,
        firstMs: Number(firstMs[row] ?? 0n),
        leastModel: leastModel[row] ?? 0,
        mostModel: mostModel[row] ?? 0,
      });
    }
  });
  const presented = new Float64Array(payerOf.length);
  await readPerAccount(engine, presentedTokens(engine.dialect), { tokens: presented });
  const inner = { other_account: presented.slice().fill(0), other_session: presented.slice().fill(0) };
  await readPerAccount(engine, innerReplays(engine.dialect, MOVED_TOKENS), inner);
  return replayFacts(tracer.finish(), payerOf, {
    presented,
    otherAccount: inner.other_account,
    otherSession: inner.other_session,
  });
}

/** Joins what was traced with what was counted per account. */
export function replayFacts(
  traces: Traces,
  payerOf: Int32Array,
  counts: Pick<ReplayFacts, "presented" | "otherAccount" | "otherSession">,
): ReplayFacts {
  const inWideGroup = wideGroups(traces.groupOf, payerOf);
  const isOrdinary = (account: number): boolean => inWideGroup[account] !== 1;
  const ordinary = [...payerOf.keys()].filter(isOrdinary);
  return {
    payerOf,
    inWideGroup,
    ordinaryReplays: independentReplays(traces.crossings, isOrdinary, payerOf),
    crossingsOf: placesOf(traces.crossings),
    ordinaryPresenting: presentingAccounts(ordinary, counts.presented, payerOf),
    ...counts,
    ...traces,
  };
}

function wideGroups(groupOf: Int32Array, payerOf: Int32Array): Uint8Array {
  const groups = new Map<number, { accounts: number; readonly payers: Set<number> }>();
  groupOf.forEach((root, account) => {
    if (root < 0) return;
    const group = groups.get(root) ?? { accounts: 0, payers: new Set<number>() };
    groups.set(root, group);
    group.accounts++;
    group.payers.add(payerOf[account] ?? -1);
  });
  return Uint8Array.from(groupOf, (root) => {
    const { accounts, payers } = groups.get(root) ?? { accounts: 0, payers: new Set() };
    return accounts >= LEAST_OF_WIDE.accounts && payers.size >= LEAST_OF_WIDE.payers ? 1 : 0;
  });
}

function placesOf(crossings: readonly Crossing[]): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  crossings.forEach(({ issuers, receivers }, place) => {
    for (const { account } of [...issuers, ...receivers]) {
      const own = places.get(account);
      if (own === undefined) places.set(account, [place]);
      else if (own.at(-1) !== place) own.push(place);
    }
  });
  return places;
}

/** Crossings that some accounts take part in, in the order of all. */
export function crossingsAmong(
  accounts: Iterable<number>,
  { crossings, crossingsOf }: Pick<ReplayFacts, "crossings" | "crossingsOf">,
): readonly Crossing[] {
  const places = new Set<number>();
  for (const account of accounts) for (const place of crossingsOf.get(account) ?? []) places.add(place);
  return [...places]
    .sort((a, b) => a - b)
    .map((place) => crossings[place])
    .filter((crossing) => crossing !== undefined);
}

/** How many of some accounts presented tokens, by payer. */
export function presentingAccounts(
  accounts: Iterable<number>,
  presented: Float64Array,
  payerOf: Int32Array,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const account of accounts) {
    if (!((presented[account] ?? 0) > 0)) continue;
    const payer = payerOf[account] ?? -1;
    counts.set(payer, (counts.get(payer) ?? 0) + 1);
  }
  return counts;
}

async function readPerAccount(
  engine: Engine,
  sql: string,
  into: Readonly<Record<string, Float64Array>>,
): Promise<void> {
  await engine.stream(sql, (piece) => {
    const account = piece.integers("account_no");
    for (const [name, values] of Object.entries(into)) {
      const column = piece.numbers(name);
      for (let row = 0; row < piece.rows; row++) values[account[row] ?? 0] = column[row] ?? 0;
    }
  });
}
