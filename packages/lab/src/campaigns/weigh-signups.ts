import { signupBursts } from "../detectors/lifecycle/signup-bursts.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { hedgedEvidence } from "../detectors/tail-probability.ts";
import { counted } from "./counted.ts";
import type { CampaignRequests, Context } from "./context.ts";
import type { Random } from "../detectors/seeded-random.ts";
import { percent, round } from "../detectors/figure-text.ts";
import { openCommunity } from "./open-community.ts";
import { firstRequestsOf } from "./weigh-identity.ts";

/** What one burst may say: however improbable, it is one fact, and something unseen may have brought people together. */
const MOST_OF_BURST = 0.75;

/**
 * Sign-ups in bursts (D8), as evidence of one hand: accounts of unrelated payers that were created in the same minutes,
 * again and again. It belongs to the identity family, since it says who made the accounts and not how they live.
 *
 * @returns undefined where too few creation times are known, and for a community in the open
 */
export function weighSignups(
  members: readonly number[],
  requests: CampaignRequests,
  context: Context,
  random: Random,
): Evidence | undefined {
  if (openCommunity(new Set(members), context.index) !== undefined) return undefined;
  const { share, expected, p, bursts, accounts } = signupBursts(members, context.signups, random);
  if (Number.isNaN(p)) return undefined;
  return {
    family: "identity",
    detector: "D8",
    logLikelihoodRatio: Math.min(hedgedEvidence(p), MOST_OF_BURST * bursts),
    summary:
      (bursts === 0
        ? "No accounts of different payers were created within minutes of each other"
        : `${percent(share)} of the accounts were created within minutes of accounts of other payers, in ${counted(bursts, "burst")}; ` +
          `that some hours see many sign-ups explains ${percent(expected)}`) + ` (p ${p.toPrecision(2)}).`,
    kind: "inferred",
    figures: { p, share: round(share), expected: round(expected), bursts },
    requests: firstRequestsOf(accounts.slice(0, 5), requests),
  };
}
