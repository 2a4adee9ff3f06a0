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
  /** Independent replays over the whole log: how ordinary they are. */
  readonly independent: readonly IndependentReplay[];
  /** How often the account presented a token, its own ones too, the same one in each turn anew. */
  readonly presented: Float64Array;
  /** Distinct tokens that it presented and another payer held before. */
  readonly received: Float64Array;
  /** The same: issued to another account of the same payer. */
  readonly otherAccount: Float64Array;
  /** The same: issued to the same account in another session. */
  readonly otherSession: Float64Array;
  /** Smallest account number of the component that crossings join; -1 outside of any. */
  readonly groupOf: Int32Array;
}

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
  const independent = independentReplays(traces.crossings, () => true, payerOf);
  return { payerOf, independent, ...counts, ...traces };
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
