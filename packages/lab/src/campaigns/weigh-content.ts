import { percent, round } from "../detectors/figure-text.ts";
import { intentEvidence } from "../detectors/harvest-intent/harvest-intent.ts";
import { counted } from "./counted.ts";
import type { CampaignRequests, Context } from "./context.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { instrumentShare } from "../detectors/identity-links/identity-links.ts";
import type { Seed } from "./seeds.ts";

const DAY_MS = 86_400_000;
/** From this share of members on that share payment instruments or devices, a text is not taken for a public one. */
const LEAST_LINKED = 0.3;

/**
 * The content family: D1 or D2 (who shares the text, how widely, how lastingly) with D3 (what the text is for).
 *
 * Sharing a text is no evidence by itself: unrelated people share harnesses, courses and jokes. It counts by
 * breadth over payers, by members who come back on other days and by requests per member, and it counts less the
 * more of all payers have it (inverse document frequency of the text). That no known phrase of intent is in it speaks
 * against it, but not where the members share payment instruments or devices across payers: then it is no public text,
 * and the phrases are short of what people can word.
 */
export function weighContent(
  seeds: readonly Seed[],
  members: ReadonlySet<number>,
  requests: CampaignRequests,
  context: Context,
): Evidence {
  const lead = seeds[0];
  const payers = new Set([...members].map((account) => context.facts.payer[account] ?? -1)).size;
  const perMember = requests.timeMs.length / Math.max(1, members.size);
  const returning = returningShare(requests);
  const spanDays = (context.logEndMs - context.logStartMs) / DAY_MS;
  // By payers, since those who make accounts by the hundred are few.
  const share = payers / Math.max(1, context.payers);
  const breadth = Math.min(3, Math.log(Math.max(1, payers / 5)));
  const persistence = spanDays < 2 ? 0 : returning >= 0.5 ? 0.5 : returning < 0.2 ? -2 : -0.5;
  // From a hundred requests each on it is the work of machines, which need not be many.
  const machines = Math.max(0, Math.min(1, Math.log10(perMember / 100)));
  const volume = Math.max(-1.5, Math.min(0.5, Math.log(perMember / 4))) + 0.5 * machines;
  const popularity = share <= 0.02 ? 0 : 0.8 * Math.log(share / 0.02);
  const intent = intentEvidence(
    averageRates(seeds, (seed) => seed.intents),
    averageRates(seeds, (seed) => seed.shapes),
    context.ordinary,
  );
  const linked = instrumentShare(members, context.index, context.facts.organization);
  const intentRatio =
    linked >= LEAST_LINKED ? Math.max(0, intent.logLikelihoodRatio) : intent.logLikelihoodRatio;
  const carried = intent.carriedBy
    .slice(0, 2)
    .map(
      ({ name, rate, ordinary }) =>
        `${words(name)} in ${percent(rate)} of them (ordinary traffic ${percent(ordinary)})`,
    );
  return {
    family: "content",
    detector: lead?.kind === "block" ? "D2" : "D1",
    logLikelihoodRatio: breadth + persistence + volume - popularity + intentRatio,
    summary:
      `${counted(members.size, "account")} of ${counted(payers, "payer")} sent ${counted(requests.timeMs.length, "request")} that share ` +
      `${lead?.kind === "block" ? "a fixed block of text" : "one template"}` +
      (carried.length > 0 ? `; ${carried.join(", ")}` : "; no known intent phrase in it") +
      `. ${percent(returning)} of the accounts came back on another day.`,
    kind: "observed",
    figures: {
      payers,
      requests_per_member: round(perMember),
      returning_share: round(returning),
      share_of_all_payers: round(share),
      intent_llr: round(intentRatio),
      linked_by_instruments: round(linked),
      breadth_llr: round(breadth),
      popularity_penalty: round(popularity),
    },
    requests: spread(requests.requestNo, 3),
  };
}

/** Share of members with campaign requests on at least two UTC days. */
export function returningShare(requests: CampaignRequests): number {
  const first = new Map<number, number>();
  const returned = new Set<number>();
  for (let at = 0; at < requests.account.length; at++) {
    const account = requests.account[at] ?? 0;
    const day = Math.floor((requests.timeMs[at] ?? 0) / DAY_MS);
    const before = first.get(account);
    if (before === undefined) first.set(account, day);
    else if (before !== day) returned.add(account);
  }
  return returned.size / Math.max(1, first.size);
}

function averageRates(
  seeds: readonly Seed[],
  of: (seed: Seed) => Readonly<Record<string, number>>,
): Record<string, number> {
  const total = seeds.reduce((sum, seed) => sum + seed.requests, 0);
  const rates: Record<string, number> = {};
  for (const seed of seeds) {
    for (const [name, count] of Object.entries(of(seed)))
      rates[name] = (rates[name] ?? 0) + count / Math.max(1, total);
  }
  return rates;
}

/** Evenly spread picks, first to last. */
export function spread(values: Int32Array, count: number): number[] {
  const step = Math.max(1, Math.floor(values.length / count));
  const picks: number[] = [];
  for (let at = 0; at < values.length && picks.length < count; at += step) picks.push(values[at] ?? 0);
  return picks;
}

function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
