import { levelsDefinedBy, markingsOf, type Markable, type TlpLevel } from "@stillwatch/protocol";
import type { AudienceNumber } from "../members/caller.ts";
import type { Author } from "./author.ts";

/**
 * Computes who may read an object: an intersection of sets, never a rank.
 *
 * TLP:CLEAR, GREEN and AMBER leave the collection's readers; TLP:AMBER+STRICT and TLP:RED leave only the audiences that
 * the request names, and without such only the author's own organisation. A request may narrow any object. Each
 * marking must allow a reader, so with several the set is what all leave.
 *
 * @param named - audiences of the request; undefined when it names none
 * @param levelsOf - levels that a marking definition other than the published ones claims for itself, by its id
 * @returns undefined for whoever may read the collection
 */
export function objectAudiences({
  object,
  author,
  named,
  levelsOf,
}: {
  readonly object: Markable;
  readonly author: Pick<Author, "ownAudience">;
  readonly named: readonly AudienceNumber[] | undefined;
  readonly levelsOf: (markingId: string) => readonly TlpLevel[];
}): readonly AudienceNumber[] | undefined {
  const { tlp, others } = markingsOf(object);
  const levels = [...tlp, ...others.flatMap((id) => levelsOf(id))];
  const strict = levels.some((level) => NAMED_ONLY[level]);
  return named ?? (strict ? [author.ownAudience] : undefined);
}

/** Levels that only those may read who are named. */
const NAMED_ONLY: Readonly<Record<TlpLevel, boolean>> = {
  clear: false,
  green: false,
  amber: false,
  "amber+strict": true,
  red: true,
};

/** TLP levels that a marking definition claims for itself, whatever its id. */
export function tlpLevelsDefinedBy(definition: Markable): readonly TlpLevel[] {
  return levelsDefinedBy(definition).flatMap((entry) => (entry.kind === "tlp" ? [entry.level] : []));
}
