import type { OpinionValue } from "@stillwatch/protocol";
import { parseTimestamp } from "@stillwatch/protocol";
import type { Microseconds, NewVersion } from "../collections/version-store.ts";

/** What a sighting or opinion says, as far as the standing of the objects it is about depends on it. */
export type Feedback = SightingFeedback | OpinionFeedback;

interface FeedbackOrigin {
  /** Id of the sighting or opinion itself. */
  readonly id: string;
  readonly version: Microseconds;
  /** Ids of the objects it is about, each once. */
  readonly about: readonly string[];
  /** When it was seen or said. */
  readonly at: Microseconds;
  /** A revoked one counts for nothing. */
  readonly revoked: boolean;
}

export interface SightingFeedback extends FeedbackOrigin {
  readonly kind: "sighting";
  /** 0 is "looked, not found". */
  readonly count: number;
}

export interface OpinionFeedback extends FeedbackOrigin {
  readonly kind: "opinion";
  readonly opinion: OpinionValue;
}

/** Of an opinion about more objects than this, only the first count. */
const MOST_ABOUT = 100;

/**
 * Reads feedback out of an object that passed the guard (STIX 2.1 §4.6 Opinion, §5.2 Sighting).
 *
 * @returns undefined for every other type
 */
export function feedbackOf(
  object: Pick<NewVersion, "id" | "type" | "body">,
  version: Microseconds,
): Feedback | undefined {
  if (object.type !== "sighting" && object.type !== "opinion") return undefined;
  const said = JSON.parse(object.body) as SaidObject;
  const origin = { id: object.id, version, revoked: said.revoked === true };
  if (object.type === "opinion") {
    const about = [...new Set(said.object_refs)].slice(0, MOST_ABOUT);
    return said.opinion && { kind: "opinion", ...origin, about, at: version, opinion: said.opinion };
  }
  const about = said.sighting_of_ref === undefined ? [] : [said.sighting_of_ref];
  const at = timeOf(said.last_seen ?? said.first_seen) ?? version;
  return { kind: "sighting", ...origin, about, at, count: said.count ?? 1 };
}

/** The properties that matter, of the types that the guard has checked. */
interface SaidObject {
  readonly revoked?: boolean;
  readonly object_refs?: readonly string[];
  readonly opinion?: OpinionValue;
  readonly sighting_of_ref?: string;
  readonly first_seen?: string;
  readonly last_seen?: string;
  readonly count?: number;
}

function timeOf(text: string | undefined): Microseconds | undefined {
  return text === undefined ? undefined : (parseTimestamp(text) as Microseconds | undefined);
}
