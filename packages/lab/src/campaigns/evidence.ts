import type { Evidence } from "../detectors/evidence.ts";
import type { EvidenceFamily } from "../report/report.ts";

/** Most that a family may say, so that no single kind of evidence decides alone. */
export const MOST_OF_FAMILY: Readonly<Record<EvidenceFamily, number>> = {
  content: 6,
  timing: 6,
  identity: 8,
  lifecycle: 4,
  replay: 12,
};

/**
 * Replay that says so much needs no second family: the model's own reasoning tokens or answers do not come to
 * strangers by chance (detection.md, section 8).
 */
export const REPLAY_ALONE = 8;

/** Evidence of a family that says at most this speaks against a campaign and is added to what speaks for it. */
const SPEAKS_AGAINST = -1;

/** A family speaks if it is at least this many times likelier under a campaign than under chance (e^1.2 ≈ 3.3). */
export const LEAST_OF_SPEAKING_FAMILY = 1.2;

/** The shared text must say more (e^1.8 ≈ 6), since every candidate was found by its text. */
export const LEAST_OF_CONTENT = 1.8;

/** Replay stands in for content only where it is a practice: people paste each other's answers now and then. */
const LEAST_OF_REPLAY = 4;

/** Whether so much evidence of a family counts as one that speaks for a campaign. */
export function speaks({
  family,
  logLikelihoodRatio,
}: Pick<Evidence, "family" | "logLikelihoodRatio">): boolean {
  const least = { content: LEAST_OF_CONTENT, replay: LEAST_OF_REPLAY } as const;
  return (
    logLikelihoodRatio >= (family in least ? least[family as keyof typeof least] : LEAST_OF_SPEAKING_FAMILY)
  );
}

/** What a second and further family count, since families are not wholly independent. */
const CORRELATION_DISCOUNT = 0.8;

/** One group of accounts in a few thousand is a campaign before anything is known: ln(1/2000). */
const PRIOR_LOG_ODDS = -7.6;

/**
 * The look-elsewhere handicap, ln(100): a candidate is the best of many ways to group the accounts that share a text, so
 * its evidence must pay for the choice before it counts against chance.
 */
const LOOK_ELSEWHERE = 4.6;

export interface Verdict {
  /** Sum over families: strongest in full, the others discounted. */
  readonly logLikelihoodRatio: number;
  /** Bound on the probability of so much evidence under chance (Markov's inequality on an e-value), after the handicap. */
  readonly pValue: number;
  readonly probability: number;
  /** Families that speak for a campaign. */
  readonly families: readonly EvidenceFamily[];
}

/**
 * Fuses the families. Within one, the strongest evidence counts, less what speaks against. Two families must speak, one
 * of them content or replay: accounts that share a network or a rhythm but no text are nobody's harvest. A candidate
 * without two keeps p = 1, but for replay that is strong enough alone.
 *
 * @param without - a family to leave out, for the leave-one-out view
 */
export function fuse(evidence: readonly Evidence[], without?: EvidenceFamily): Verdict {
  const byFamily = familyRatios(evidence.filter((entry) => entry.family !== without));
  const ratios = [...byFamily.values()].sort((a, b) => b - a);
  const sum = ratios.reduce(
    (total, ratio, rank) => total + (rank === 0 || ratio < 0 ? 1 : CORRELATION_DISCOUNT) * ratio,
    0,
  );
  const families = [...byFamily]
    .filter(([family, logLikelihoodRatio]) => speaks({ family, logLikelihoodRatio }))
    .map(([family]) => family);
  const enough =
    (families.length >= 2 && (families.includes("content") || families.includes("replay"))) ||
    (byFamily.get("replay") ?? 0) >= REPLAY_ALONE;
  const probability = 1 / (1 + Math.exp(-(PRIOR_LOG_ODDS + sum)));
  return {
    logLikelihoodRatio: sum,
    pValue: enough ? Math.min(1, Math.exp(LOOK_ELSEWHERE - sum)) : 1,
    probability: enough ? probability : Math.min(0.1, probability),
    families,
  };
}

function familyRatios(evidence: readonly Evidence[]): ReadonlyMap<EvidenceFamily, number> {
  const families = new Map<EvidenceFamily, number[]>();
  for (const { family, logLikelihoodRatio } of evidence) {
    const ratios = families.get(family);
    if (ratios) ratios.push(logLikelihoodRatio);
    else families.set(family, [logLikelihoodRatio]);
  }
  return new Map(
    [...families].map(([family, ratios]) => {
      const [strongest = 0, ...others] = ratios.sort((a, b) => b - a);
      const against = others
        .filter((ratio) => ratio <= SPEAKS_AGAINST)
        .reduce((sum, ratio) => sum + ratio, 0);
      return [family, Math.min(MOST_OF_FAMILY[family], strongest) + against];
    }),
  );
}
