import { parseIdentifier } from "@stillwatch/protocol";
import type { Author } from "./author.ts";

/**
 * Why an object may not come into a pseudonymous collection, apart from its author's own ids in it; undefined where
 * nothing is against it.
 *
 * @param value - a sound object, parsed
 */
export function refusalOfTraces(value: unknown, author: Author): string | undefined {
  const object = value as Readonly<Record<string, unknown>>;
  const id = String(object["id"]);
  const uuid = parseIdentifier(id)?.uuid;
  if (uuid !== undefined && TELLING_VERSIONS.has(uuid.version)) {
    return `/id: a UUID of version ${uuid.version} tells when and often where it was made. Use version 4 or 5.`;
  }
  if (author.identities.length === 0 && claimsAnIdentity(object)) {
    return "Your organisation has not declared its STIX identities, so the exchange cannot tell which ones to hide. Ask the operator to declare them, or leave out created_by_ref.";
  }
  for (const claim of CLAIMS) {
    const ids = object[claim];
    const named = Array.isArray(ids) ? ids : [ids];
    if (named.some((each) => typeof each === "string" && author.isForeignPseudonym(each))) {
      return `/${claim}: this pseudonym stands for another member; nobody can speak for it. Leave it out.`;
    }
  }
  if (author.isForeignPseudonym(id)) return "/id: this pseudonym stands for another member.";
  return undefined;
}

/** RFC 9562: 1, 2 and 6 hold a time and a node, 7 a time. */
const TELLING_VERSIONS: ReadonlySet<number> = new Set([1, 2, 6, 7]);

/** Properties by which an object says whose it is or who has seen something. */
const CLAIMS = ["created_by_ref", "where_sighted_refs"] as const;

function claimsAnIdentity(object: Readonly<Record<string, unknown>>): boolean {
  return object["type"] === "identity" || CLAIMS.some((claim) => object[claim] !== undefined);
}
