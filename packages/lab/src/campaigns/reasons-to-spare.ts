import type { Evidence } from "../detectors/evidence.ts";
import { LEAST } from "./candidates.ts";
import { counted } from "./counted.ts";
import type { CampaignRequests, Context } from "./context.ts";
import { speaks } from "./evidence.ts";

/** A campaign is active in at least so many distinct hours: a lesson or a joke is over before. */
const LEAST_HOURS = 12;
const HOUR_MS = 3_600_000;
/** Nobody types so many requests in an afternoon: from here on a short time only says that it went fast. */
const LEAST_OF_MACHINE = 200;

/** Why a group cannot be a campaign whatever the evidence says: too few payers, or over in an hour. */
export function reasonsToSpare(
  members: ReadonlyMap<number, number>,
  requests: CampaignRequests,
  context: Context,
): readonly string[] {
  const reasons: string[] = [];
  const payers = new Set([...members.keys()].map((account) => context.facts.payer[account] ?? -1)).size;
  if (members.size < LEAST.accounts)
    reasons.push(
      members.size === 1
        ? "only one account belongs to it"
        : `only ${counted(members.size, "account")} belong to it`,
    );
  if (payers < LEAST.payers) {
    reasons.push(
      `${payers === 1 ? "one payer stands" : `${String(payers)} payers stand`} behind all its accounts: a customer's own programme`,
    );
  }
  const hours = effectiveHours(requests.timeMs);
  const logHours = Math.max(1, (context.logEndMs - context.logStartMs) / HOUR_MS);
  const perMember = requests.timeMs.length / Math.max(1, members.size);
  if (hours < Math.min(LEAST_HOURS, logHours / 4) && perMember < LEAST_OF_MACHINE) {
    reasons.push(
      `nearly all of it fell into ${counted(Math.max(1, Math.round(hours)), "hour")}: no lasting collection`,
    );
  }
  return reasons;
}

/** Perplexity of the requests over UTC hours: in how many hours they would lie if they were spread evenly. */
function effectiveHours(timeMs: Float64Array): number {
  const perHour = new Map<number, number>();
  for (const time of timeMs) {
    const hour = Math.floor(time / HOUR_MS);
    perHour.set(hour, (perHour.get(hour) ?? 0) + 1);
  }
  let entropy = 0;
  for (const count of perHour.values()) entropy -= (count / timeMs.length) * Math.log(count / timeMs.length);
  return Math.exp(entropy);
}

/**
 * Without a text that speaks, signs of a relay, or the model's own output coming back, there is no harvest, whatever
 * else the accounts share.
 */
export function reasonsInContent(evidence: readonly Evidence[]): readonly string[] {
  if (evidence.some((entry) => (entry.family === "content" || entry.family === "replay") && speaks(entry)))
    return [];
  const text = evidence.find(({ family, detector }) => family === "content" && detector !== "D10");
  if (text === undefined)
    return ["no common text, no sign of a relay, and nothing of the model's comes back"];
  const {
    returning_share: returning = 0,
    requests_per_member: perMember = 0,
    popularity_penalty: popularity = 0,
  } = text.figures;
  const why =
    popularity > 1
      ? "so many accounts share it that it must be public"
      : returning < 0.2
        ? "hardly any account comes back to it on another day"
        : perMember < 3
          ? `accounts use it ${perMember.toFixed(1)} times on average`
          : "nothing in it asks for what a harvest needs";
  return [`the shared text says too little: ${why}`];
}
