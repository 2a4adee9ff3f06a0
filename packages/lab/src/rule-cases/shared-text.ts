import { z } from "zod";
import { weighContent } from "../campaigns/weigh-content.ts";
import { seededRandom } from "../detectors/seeded-random.ts";
import type { SeedKind } from "../campaigns/seeds.ts";
import { CaseError, readCase } from "../detectors/read-case.ts";
import type { Sketch } from "../sketches/sketch.ts";
import { caseContext, caseFacts, caseRequests, CASE_START_MS, DAY_MS, numbersFrom } from "./case-log.ts";
import { intentRates, shapeRates, sketchTexts } from "./case-sketches.ts";

/** Texts of a case, each sent equally often. */
export const CASE_TEXTS: z.ZodArray<z.ZodString> = z.array(z.string().min(1).max(4000)).min(1).max(50);

const MOST_REQUESTS = 200_000;

const CASE = z.strictObject({
  texts: CASE_TEXTS,
  answers: z.array(z.string().max(4000)).max(50).default([]),
  accounts: z.int().min(1).max(5000),
  payers: z.int().min(1).max(5000).optional(),
  requests_per_account: z.int().min(1).max(1000).default(8),
  days: z.int().min(1).max(60).default(7),
  active_days: z.int().min(1).max(60).optional(),
  log_accounts: z.int().min(1).max(10_000_000).default(20_000),
});

/**
 * The content evidence of the largest group that a case's texts form, in which each account sends the texts in turn:
 * what D1 and D2 say together with D3. 0 where the texts form no group.
 *
 * @param groupOf - indexes of the sketches that belong together
 * @throws CaseError with the name of the field that does not fit
 */
export function sharedTextEvidence(
  input: unknown,
  kind: SeedKind,
  groupOf: (sketches: readonly Sketch[]) => readonly number[],
): number {
  const read = readCase(CASE, input);
  if (read.accounts * read.requests_per_account > MOST_REQUESTS)
    throw new CaseError(`requests_per_account: the accounts may send ${String(MOST_REQUESTS)} requests`);
  const sketches = sketchTexts(read.texts.map((text, at) => ({ text, answer: read.answers[at] })));
  const group = groupOf(sketches);
  if (group.length < 2) return 0;
  const shared = group.flatMap((at) => sketches[at] ?? []);
  const requests = caseRequests(requestsOf(read, new Set(group)));
  const members = new Set(requests.account);
  const facts = caseFacts(
    numbersFrom(0, read.accounts).map((account) => ({ payer: account % (read.payers ?? read.accounts) })),
  );
  const counts = (rates: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rate * requests.timeMs.length]));
  const seed = {
    no: 0,
    kind,
    requests: requests.timeMs.length,
    payers: new Set([...members].map((account) => facts.payer[account])).size,
    texts: group.length,
    hours: 0,
    firstMs: requests.timeMs[0] ?? 0,
    lastMs: requests.timeMs.at(-1) ?? 0,
    inputTokens: 0,
    outputTokens: 0,
    intents: counts(intentRates(shared)),
    shapes: counts(read.answers.length === 0 ? {} : shapeRates(shared)),
    accounts: new Map([...members].map((account) => [account, 1] as const)),
  };
  const context = caseContext(read.days, {
    facts: { ...facts, count: Math.max(read.log_accounts, read.accounts) },
    // The log's other accounts pay for themselves.
    payers: new Set(facts.payer).size + Math.max(0, read.log_accounts - read.accounts),
  });
  return weighContent([seed], members, requests, context).logLikelihoodRatio;
}

/** Every account's requests that carry a text of the group, spread over its active days. */
function requestsOf(
  read: z.infer<typeof CASE>,
  group: ReadonlySet<number>,
): readonly { readonly timeMs: number; readonly account: number }[] {
  const random = seededRandom(1);
  const active = Math.min(read.active_days ?? read.days, read.days);
  return numbersFrom(0, read.accounts).flatMap((account) => {
    const first = Math.floor(random() * (read.days - active + 1));
    return numbersFrom(0, read.requests_per_account)
      .filter((at) => group.has((account + at) % read.texts.length))
      .map((at) => ({
        account,
        timeMs: CASE_START_MS + (first + (at % active) + random()) * DAY_MS,
      }));
  });
}
