import type { Evidence } from "../evidence.ts";
import { round } from "../figure-text.ts";
import { poissonTail } from "../poisson-tail.ts";
import { anyOf, hedgedEvidence, LEAST_PROBABILITY } from "../tail-probability.ts";
import { accountsOf, type EchoFacts } from "./echo-facts.ts";
import {
  echoesAtAll,
  echoingPayers,
  isPersistent,
  leastDays,
  withOwnSource,
  type EchoingPayer,
} from "./echoing-payers.ts";
import { expectedPayers, replaced, tallyByVolume, type VolumeTally } from "./expected-payers.ts";

/**
 * Occasional echoes alone are never less likely than this: people who know each other (a class, a team of freelancers)
 * paste one another's answers too, and are no ordinary draw from the log.
 */
const LEAST_PROBABILITY_OF_CIRCLE = 1e-3;

/**
 * D5, the test: answers that one payer got and that come back as input of another. Two counts of the members' payers, each
 * against a Poisson variable with the rate of all other payers of the same volume: who does it as a practice
 * (`isPersistent`), and who does it at all. Every source serves for at most two payers. The better one counts, corrected for
 * two tests; the log-likelihood ratio lies between −0.29 and 7.8.
 *
 * @returns undefined for a single payer, and where the log has no echo at all (without answers in it there is none to see)
 */
export function weighEcho(members: ReadonlySet<number>, echoes: EchoFacts): Evidence | undefined {
  if (echoes.receivers.size === 0) return undefined;
  const payers = echoingPayers(echoes, Int32Array.from(members).sort());
  if (payers.size < 2) return undefined;
  const { practice, occasion } = tallyOthers(members, payers.keys(), echoes);
  const lasting =
    new Set([...payers.values()].flatMap((payer) => [...payer.days])).size >= leastDays(echoes.logDays);
  const test = (has: (payer: EchoingPayer) => boolean, others: VolumeTally): Test => {
    const found = lasting ? withOwnSource([...payers.values()].filter(has)) : [];
    const expected = expectedPayers(payers.values(), others);
    return { found, expected, p: poissonTail(found.length, expected) };
  };
  const byPractice = test((payer) => isPersistent(payer, echoes.logDays), practice);
  const byOccasion = test(echoesAtAll, occasion);
  const probability = Math.max(
    LEAST_PROBABILITY,
    anyOf([byPractice.p, Math.max(LEAST_PROBABILITY_OF_CIRCLE, byOccasion.p)]),
  );
  const shown = byPractice.found.length > 0 ? byPractice.found : byOccasion.found;
  return {
    family: "replay",
    detector: "D5",
    logLikelihoodRatio: hedgedEvidence(probability),
    summary: inWords(byPractice.found.length, byPractice.expected, byOccasion.found.length, payers.size),
    kind: "observed",
    figures: {
      p: probability,
      payers: payers.size,
      persistent_payers: byPractice.found.length,
      expected_persistent: round(byPractice.expected),
      echoing_payers: byOccasion.found.length,
      expected_echoing: round(byOccasion.expected),
      ...extent(members, echoes),
    },
    requests: shown.slice(0, 5).map((payer) => payer.firstRequest),
  };
}

interface Test {
  readonly found: readonly EchoingPayer[];
  readonly expected: number;
  readonly p: number;
}

/** The log's payers without the members; one with members and other accounts counts by those others. */
export function tallyOthers(
  members: ReadonlySet<number>,
  payers: Iterable<number>,
  echoes: EchoFacts,
): Pick<EchoFacts, "practice" | "occasion"> {
  const accounts = [...payers].flatMap((payer) => [...accountsOf(payer, echoes)]);
  const whole = [...echoingPayers(echoes, accounts).values()];
  const rest = accounts.filter((account) => !members.has(account));
  const others = [...echoingPayers(echoes, rest).values()];
  const without = (all: VolumeTally, has: (payer: EchoingPayer) => boolean): VolumeTally =>
    replaced(all, tallyByVolume(whole, has), tallyByVolume(others, has));
  return {
    practice: without(echoes.practice, (payer) => isPersistent(payer, echoes.logDays)),
    occasion: without(echoes.occasion, echoesAtAll),
  };
}

/** How much was repeated, from how many, and which part of it from other members. */
function extent(members: ReadonlySet<number>, { receivers, requests }: EchoFacts): Record<string, number> {
  const sources = new Set<number>();
  let [echoes, inside, all] = [0, 0, 0];
  for (const account of members) {
    all += requests[account] ?? 0;
    const receiver = receivers.get(account);
    echoes += receiver?.echoes ?? 0;
    for (const [source, count] of receiver?.sources ?? []) {
      sources.add(source);
      if (members.has(source)) inside += count;
    }
  }
  return {
    echo_requests: echoes,
    echo_share: round(echoes / Math.max(1, all)),
    source_accounts: sources.size,
    from_members_share: round(inside / Math.max(1, echoes)),
  };
}

function inWords(persistent: number, expectedPersistent: number, echoing: number, payers: number): string {
  if (echoing === 0)
    return "No member repeats, on more than one day, answers that other payers' accounts had got.";
  const of = `of ${String(payers)} payers`;
  return persistent === 0
    ? `${String(echoing)} ${of} sent answers back as input that other payers' accounts had got, none of them as a practice.`
    : `${String(persistent)} ${of} send answers back as input that other payers' accounts had got, as a practice ` +
        `(several sources, several days); by the rate of other payers of the same volume ` +
        `${expectedPersistent.toPrecision(2)} were expected.`;
}
