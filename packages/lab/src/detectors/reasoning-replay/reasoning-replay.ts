import type { Engine } from "../../engine/engine.ts";
import { requestsWithTokens } from "../../engine/queries/replay.ts";
import type { Evidence } from "../evidence.ts";
import { round } from "../figure-text.ts";
import { anyOf, hedgedEvidence, LEAST_PROBABILITY } from "../tail-probability.ts";
import { independentReplays, type IndependentReplay } from "./independent-replays.ts";
import { poissonTail } from "../poisson-tail.ts";
import { crossingsAmong, LINKING_TOKENS, presentingAccounts, type ReplayFacts } from "./replay-facts.ts";

/** Accounts that reasoning tokens tie together over payers, and the requests in which those tokens stand. */
export interface ReplayGroup {
  /** Ascending. */
  readonly accounts: readonly number[];
  /** Ascending, each once. */
  readonly requests: readonly number[];
}

/** Two payers are one person's two keys, or a change of employer. */
const LEAST_PAYERS_OF_GROUP = 3;

/**
 * D4, the search: components of accounts over tokens that several payers hold, from three payers on; in the order of
 * their smallest account. A public token joins nobody (see `linkingTokens`).
 */
export async function findReplayGroups(
  engine: Engine,
  replays: ReplayFacts,
): Promise<readonly ReplayGroup[]> {
  const groups = new Map<number, { readonly accounts: number[]; readonly requests: number[] }>();
  replays.groupOf.forEach((root, account) => {
    if (root < 0) return;
    const group = groups.get(root);
    if (group) group.accounts.push(account);
    else groups.set(root, { accounts: [account], requests: [] });
  });
  for (const [root, { accounts }] of groups) {
    const payers = new Set(accounts.map((account) => replays.payerOf[account]));
    if (payers.size < LEAST_PAYERS_OF_GROUP) groups.delete(root);
  }
  if (groups.size === 0) return [];
  await engine.stream(requestsWithTokens(LINKING_TOKENS), (piece) => {
    const request = piece.integers("request_no");
    const account = piece.integers("account_no");
    for (let row = 0; row < piece.rows; row++) {
      groups.get(replays.groupOf[account[row] ?? 0] ?? -1)?.requests.push(request[row] ?? 0);
    }
  });
  return [...groups.values()];
}

/**
 * A replay without a known issue counts half, and with such no probability below `LEAST_PROBABILITY` is claimed: a set of
 * transcripts may have been published, tokens and all.
 */
const WEIGHT_OF_UNKNOWN_ISSUE = 0.5;
/**
 * No smaller probability is claimed where the issue is known. It is far below what reference groups of ordinary accounts could give: whose token
 * it is, is written in it, and no likeness is judged.
 */
const LEAST_PROBABILITY_OF_REPLAY = 1e-12;
/** Share of payers that replay without ill intent (one person's two keys, a change of employer), at the least. */
const LEAST_RATE = 0.01;
/**
 * What is believed of that share before any ordinary payer is seen: as if of twenty, one had replayed. So five in a hundred
 * where nobody else presents tokens, and what the log shows where hundreds do.
 */
const PRIOR = { replays: 1, payers: 20 } as const;

/**
 * D4, the test: reasoning tokens that one member was issued and a member of another payer presented. The number of
 * independent ones (`independentReplays`) against a Poisson variable with the rate at which ordinary payers of the log
 * that present tokens do so: those who are neither members nor in a component wide enough for a campaign, since two
 * campaigns in one log would hide each other. The rate is at least one in a hundred, and one in twenty where no ordinary
 * payer presents tokens. The log-likelihood ratio lies between −0.29 and 12.4; other accounts of one payer and other
 * sessions of one account are figures, and not evidence.
 *
 * @returns undefined where no member presents a token: then there is nothing to test
 */
export function weighReplay(members: ReadonlySet<number>, replays: ReplayFacts): Evidence | undefined {
  const { ordinaryReplays, payerOf } = replays;
  const presenting = presentingAccounts(members, replays.presented, payerOf);
  const exposure = presenting.size;
  if (exposure === 0) return undefined;
  const isOther = (account: number): boolean => !members.has(account);
  const crossings = crossingsAmong(members, replays);
  const own = independentReplays(crossings, (account) => members.has(account), payerOf);
  const known = own.filter((replay) => replay.issueKnown).length;
  const unknown = own.length - known;
  const others = ordinaryReplays.filter(
    ({ from, to }) => isOther(from.account) && isOther(to.account),
  ).length;
  const ordinaryPayers = ordinaryPayersBeside(members, replays);
  const rate = Math.max(LEAST_RATE, (others + PRIOR.replays) / (ordinaryPayers + PRIOR.payers));
  const expected = rate * exposure;
  const ofKnown = Math.max(LEAST_PROBABILITY_OF_REPLAY, poissonTail(known, expected));
  const ofAll = poissonTail(Math.floor(known + unknown * WEIGHT_OF_UNKNOWN_ISSUE), expected);
  const probability = unknown === 0 ? ofKnown : anyOf([ofKnown, Math.max(LEAST_PROBABILITY, ofAll)]);
  const received = [...members].filter((account) => (replays.received[account] ?? 0) > 0).length;
  const sum = (values: Float64Array): number =>
    [...members].reduce((total, account) => total + (values[account] ?? 0), 0);
  return {
    family: "replay",
    detector: "D4",
    logLikelihoodRatio: hedgedEvidence(probability),
    summary: inWords(own.length, known, exposure, expected),
    kind: "observed",
    figures: {
      p: probability,
      independent_replays: own.length,
      of_unknown_issue: unknown,
      expected: round(expected),
      presenting_payers: exposure,
      ordinary_payers: ordinaryPayers,
      receiving_accounts: received,
      tokens_of_other_payers: sum(replays.received),
      tokens_of_other_accounts: sum(replays.otherAccount),
      tokens_of_other_sessions: sum(replays.otherSession),
      to_another_model: own.filter(isOtherModel).length,
    },
    requests: own.slice(0, 3).flatMap(({ from, to }) => [from.firstRequest, to.firstRequest]),
  };
}

/** Payers with an account that presents tokens, is no member and in no component wide enough for a campaign. */
export function ordinaryPayersBeside(members: Iterable<number>, replays: ReplayFacts): number {
  const { ordinaryPresenting, inWideGroup, presented, payerOf } = replays;
  const ordinaryMembers = [...members].filter((account) => inWideGroup[account] !== 1);
  const ofMembers = presentingAccounts(ordinaryMembers, presented, payerOf);
  const whole = [...ofMembers].filter(([payer, accounts]) => ordinaryPresenting.get(payer) === accounts);
  return ordinaryPresenting.size - whole.length;
}

function isOtherModel({ from, to, issueKnown }: IndependentReplay): boolean {
  return issueKnown && (to.mostModel > from.mostModel || to.leastModel < from.leastModel);
}

function inWords(count: number, known: number, exposure: number, expected: number): string {
  if (count === 0) return "No reasoning token of one member was presented by a member of another payer.";
  const unknown = count === known ? "" : ` (${String(count - known)} of them without a known issue)`;
  const payers = exposure === 1 ? "1 payer" : `${String(exposure)} payers`;
  return (
    `Reasoning tokens issued to one member were presented by another payer's member ` +
    `in ${String(count)} independent ${count === 1 ? "case" : "cases"}${unknown}, ` +
    `among ${payers} that present tokens; by the rate of accounts outside of such groups ${expected.toPrecision(2)} were expected.`
  );
}
