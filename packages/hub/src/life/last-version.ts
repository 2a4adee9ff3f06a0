import { formatTimestamp } from "@stillwatch/protocol";
import type { Microseconds } from "../collections/version-store.ts";

type StixText = Readonly<Record<string, unknown>>;

/**
 * Properties that a type requires beside the common ones and that can be filled in without telling anything of the
 * recalled object. Types that are not here (reports, notes, relationships …) cannot be said empty: their recall is
 * known from its notice and from their being gone.
 */
const FILLED: Readonly<Record<string, (createdText: unknown) => StixText>> = {
  "attack-pattern": () => ({ name: RECALLED }),
  campaign: () => ({ name: RECALLED }),
  "course-of-action": () => ({ name: RECALLED }),
  incident: () => ({ name: RECALLED }),
  infrastructure: () => ({ name: RECALLED }),
  "intrusion-set": () => ({ name: RECALLED }),
  malware: () => ({ is_family: false }),
  "threat-actor": () => ({ name: RECALLED }),
  tool: () => ({ name: RECALLED }),
  vulnerability: () => ({ name: RECALLED }),
  // A pattern is required; this one is about an object type that nobody has.
  indicator: (created) => ({
    pattern: `[x-recalled:value = '${RECALLED}']`,
    pattern_type: "stix",
    valid_from: created,
  }),
};

const RECALLED = "recalled";

/** Common properties that a recalled object keeps: consumers take a revocation only from the same creator. */
const KEPT = ["type", "spec_version", "id", "created_by_ref", "created", "object_marking_refs"];

/** The text of a recalled object's last version: revoked, with required properties only; undefined for other types. */
export function recalledVersion(newest: string, modified: Microseconds): string | undefined {
  const object = JSON.parse(newest) as StixText;
  const filled = FILLED[String(object["type"])];
  if (filled === undefined || !("created" in object)) return undefined;
  const kept = Object.fromEntries(KEPT.filter((name) => name in object).map((name) => [name, object[name]]));
  return JSON.stringify({
    ...kept,
    modified: formatTimestamp(modified),
    revoked: true,
    ...filled(object["created"]),
  });
}

/**
 * The text of a retracted object's next version: the same, revoked (STIX 2.1 §3.6). Undefined for objects without
 * versions, and for what is revoked already.
 */
export function retractedVersion(newest: string, modified: Microseconds): string | undefined {
  const object = JSON.parse(newest) as StixText;
  if (!("created" in object) || !("modified" in object) || object["revoked"] === true) return undefined;
  return JSON.stringify({ ...object, modified: formatTimestamp(modified), revoked: true });
}
