import { buildObject, distillationExtension, type Authorship, type ModelledObject } from "./build-object.ts";
import type { SightingProperties } from "./extension.ts";
import { ModellingError } from "./modelling-error.ts";

export interface SightingInput {
  /** Id of the campaign, infrastructure, indicator … that was seen. */
  readonly of: string;
  /** RFC 3339, UTC. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** 1 to 999,999,999. */
  readonly count: number;
  readonly observedData?: readonly string[] | undefined;
  readonly confidence?: number | undefined;
  readonly search?: SightingProperties | undefined;
}

/**
 * Says "we saw it too".
 *
 * @throws ModellingError `count-out-of-range`
 */
export function buildSighting(authorship: Authorship, input: SightingInput): ModelledObject<"sighting"> {
  if (!Number.isInteger(input.count) || input.count < 1 || input.count > 999_999_999) {
    throw new ModellingError("count-out-of-range", "A sighting counts 1 to 999,999,999.");
  }
  return buildObject(authorship, "sighting", {
    sighting_of_ref: input.of,
    where_sighted_refs: [authorship.author],
    first_seen: input.firstSeen,
    last_seen: input.lastSeen,
    count: input.count,
    observed_data_refs: input.observedData,
    confidence: input.confidence,
    extensions: input.search && distillationExtension("sighting", input.search),
  });
}

/** Says "looked, not found": a sighting with count 0, and when and how much was searched. */
export function buildSearchInVain(
  authorship: Authorship,
  { of, search }: { readonly of: string; readonly search: SightingProperties },
): ModelledObject<"sighting"> {
  return buildObject(authorship, "sighting", {
    sighting_of_ref: of,
    where_sighted_refs: [authorship.author],
    count: 0,
    description: "Looked for and not found.",
    extensions: distillationExtension("sighting", search),
  });
}
