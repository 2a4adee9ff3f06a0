import { buildObject, distillationExtension, type Authorship, type ModelledObject } from "./build-object.ts";
import type { CampaignProperties } from "./extension.ts";
import { roundedRatio, roundedUpProbability } from "./rounding.ts";

export interface CampaignInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly objective?: string | undefined;
  /** RFC 3339, UTC. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** 0–100. */
  readonly confidence: number;
  readonly facts: CampaignProperties;
}

/** Makes the campaign: what was observed. Ratios are rounded to a half, the q value up to one digit. */
export function buildCampaign(authorship: Authorship, input: CampaignInput): ModelledObject<"campaign"> {
  const { evidence, q_value: qValue, ...facts } = input.facts;
  return buildObject(authorship, "campaign", {
    name: input.name,
    description: input.description,
    objective: input.objective,
    first_seen: input.firstSeen,
    last_seen: input.lastSeen,
    confidence: input.confidence,
    extensions: distillationExtension("campaign", {
      ...facts,
      ...(evidence && {
        evidence: evidence.map((entry) => ({
          ...entry,
          log_likelihood_ratio: roundedRatio(entry.log_likelihood_ratio),
        })),
      }),
      ...(qValue !== undefined && { q_value: roundedUpProbability(qValue) }),
    }),
  });
}

/**
 * Makes the unknown actor behind campaigns, as a cluster of activity. A `threat-actor` with a name is for evidence of
 * who it is, and for a decision of counsel.
 */
export function buildActivityCluster(
  authorship: Authorship,
  input: { readonly name: string; readonly description?: string | undefined },
): ModelledObject<"intrusion-set"> {
  return buildObject(authorship, "intrusion-set", { ...input });
}
