import {
  guardStixObject,
  isPublishedMarking,
  parseIdentifier,
  parseTimestamp,
  type EnvelopeItem,
  type GuardOptions,
  type Markable,
  type TlpLevel,
} from "@stillwatch/protocol";
import type { AudienceNumber } from "../members/caller.ts";
import type { Author } from "./author.ts";
import type { Anonymity } from "./collection-store.ts";
import { objectAudiences, tlpLevelsDefinedBy } from "./object-audiences.ts";
import { refusalOfTraces } from "./refusal-of-traces.ts";
import { authorTraces, type AuthorTraces } from "./rewrite-author.ts";
import { pseudonymIdentity, PSEUDONYM_IDENTITY_DATE } from "./pseudonym-identity.ts";
import type { Microseconds, NewVersion } from "./version-store.ts";

/** Only this file can make one: the symbol is not exported. */
const ADMITTED: unique symbol = Symbol("admitted");

/** An object that is sound, bears no trace of an author who is to stay unknown, and has its audience. */
export interface AdmittedObject extends NewVersion {
  readonly [ADMITTED]: true;
  /** The id under which the author sent it: another than `id` where a pseudonym took its place. */
  readonly sentId: string;
}

/** An object that stays out, and what its author must know to mend it. */
export interface RefusedObject {
  /** Its own, else `object-N` by its place in the envelope. */
  readonly id: string;
  /** Where it is known. */
  readonly version: Microseconds | undefined;
  readonly message: string;
}

export type Admission =
  | { readonly kind: "admitted"; readonly object: AdmittedObject }
  | { readonly kind: "refused"; readonly refused: RefusedObject };

/** Bytes of one object at most: a page must fit into memory many times. */
export const MOST_OBJECT_BYTES = 1024 * 1024;

/**
 * Decides over each object of an envelope for itself: is it sound, may it come in under its author's pseudonym, who may
 * read it. In the order of `items`.
 *
 * @param named - audiences of the request; undefined when it names none
 */
export function admit({
  items,
  author,
  anonymity,
  named,
  rules = "all",
}: {
  readonly items: readonly EnvelopeItem[];
  readonly author: Author;
  readonly rules?: GuardOptions["rules"];
  readonly anonymity: Anonymity;
  readonly named: readonly AudienceNumber[] | undefined;
}): readonly Admission[] {
  const traces = authorTraces({ ...author, names: [...author.names, ...ownNamesIn(items, author)] });
  const levels = levelsClaimedIn(items);
  return items.map((item, place) => {
    const fault = faultOf(item, rules);
    const facts = factsOf(item.value, place);
    if (fault !== undefined) return refuse(facts, fault);
    const audiences = objectAudiences({
      object: item.value as Markable,
      author,
      named,
      levelsOf: (id) => levels.get(id) ?? [],
    });
    switch (anonymity) {
      case "attributed":
        return accept(facts, item.text, audiences);
      case "pseudonymous":
        return underPseudonym({ item, facts, author, traces, audiences });
    }
  });
}

/** What the store must know of an object, read from it before any rewriting. */
interface ObjectFacts {
  readonly id: string;
  readonly type: string;
  readonly version: Microseconds | undefined;
  readonly specVersion: string;
}

function underPseudonym({
  item,
  facts,
  author,
  traces,
  audiences,
}: {
  readonly item: EnvelopeItem;
  readonly facts: ObjectFacts;
  readonly author: Author;
  readonly traces: AuthorTraces;
  readonly audiences: readonly AudienceNumber[] | undefined;
}): Admission {
  if (author.identities.some((id) => id.toLowerCase() === facts.id.toLowerCase())) {
    const stand = { ...facts, id: author.pseudonym, version: microseconds(PSEUDONYM_IDENTITY_DATE) };
    return accept(stand, pseudonymIdentity(author.pseudonym), undefined, facts.id);
  }
  const refusal = refusalOfTraces(item.value, author);
  if (refusal !== undefined) return refuse(facts, refusal);
  const rewriting = traces.rewrite(item.text, item.value);
  switch (rewriting.kind) {
    case "rewritten":
      return accept(facts, rewriting.text, audiences);
    case "gives-away":
      return refuse(facts, GIVES_AWAY[rewriting.what](rewriting.pointer));
  }
}

const GIVES_AWAY: Readonly<Record<"identity" | "name", (pointer: string) => string>> = {
  identity: (pointer) =>
    `${pointer || "/"}: names your organisation's identity within a longer text, so other members would learn who added this. Name the identity by its id alone, or leave it out.`,
  name: (pointer) =>
    `${pointer || "/"}: names your organisation, so other members would learn who added this. Leave the name out, or use a collection in which authors are named.`,
};

/** What is wrong with an object wherever it goes; undefined where nothing is. */
function faultOf({ text, value }: EnvelopeItem, rules: GuardOptions["rules"]): string | undefined {
  if (text.length > MOST_OBJECT_BYTES) return `The object has more than ${MOST_OBJECT_BYTES} bytes.`;
  const guarded = guardStixObject(value, { rules });
  if (guarded.kind === "faulty")
    return guarded.faults.map((fault) => `${fault.path}: ${fault.message}`).join(" ");
  const object = value as Markable & { readonly id: string };
  if (tlpLevelsDefinedBy(object).length > 0 && !isPublishedMarking(object.id)) {
    return "/id: this defines a TLP level under an id of its own, which readers would not know. Refer to the published marking definition.";
  }
  return undefined;
}

/** An object's marking may be defined beside it under an unpublished id: such a definition is refused, but its level counts. */
function levelsClaimedIn(items: readonly EnvelopeItem[]): ReadonlyMap<string, readonly TlpLevel[]> {
  const levels = new Map<string, readonly TlpLevel[]>();
  for (const { value } of items) {
    if (!isRecord(value) || value["type"] !== "marking-definition" || typeof value["id"] !== "string")
      continue;
    levels.set(value["id"].toLowerCase(), tlpLevelsDefinedBy(value));
  }
  return levels;
}

/** The author's own identity object tells by which name it goes besides the one the hub knows. */
function ownNamesIn(items: readonly EnvelopeItem[], { identities }: Author): readonly string[] {
  return items.flatMap(({ value }) =>
    isRecord(value) && identities.includes(String(value["id"])) && typeof value["name"] === "string"
      ? [value["name"].slice(0, LONGEST_NAME)]
      : [],
  );
}

const LONGEST_NAME = 200;

/** Tolerant, since a refused object wants to be named as well. */
function factsOf(value: unknown, place: number): ObjectFacts {
  const object = isRecord(value) ? value : {};
  const id = typeof object["id"] === "string" ? parseIdentifier(object["id"]) && object["id"] : undefined;
  const stamp = object["modified"] ?? object["created"];
  const stated = object["spec_version"];
  return {
    id: id ?? `object-${place + 1}`,
    type: typeof object["type"] === "string" ? object["type"] : "",
    version: typeof stamp === "string" ? microseconds(stamp) : undefined,
    // STIX 2.0 had no such property and dates on every object; in 2.1 only observables may go without.
    specVersion: typeof stated === "string" ? stated : "created" in object ? "2.0" : "2.1",
  };
}

function microseconds(stamp: string): Microseconds | undefined {
  return parseTimestamp(stamp) as Microseconds | undefined;
}

function accept(
  facts: ObjectFacts,
  body: string,
  audiences: readonly AudienceNumber[] | undefined,
  sentId = facts.id,
): Admission {
  const { id, type, version, specVersion } = facts;
  return {
    kind: "admitted",
    object: { [ADMITTED]: true, id, type, version, specVersion, body, audiences, sentId },
  };
}

function refuse({ id, version }: ObjectFacts, message: string): Admission {
  return { kind: "refused", refused: { id, version, message } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
