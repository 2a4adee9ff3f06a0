import { PAP_EXTENSION, PUBLISHED_LEVELS, TLP_EXTENSION } from "./markings-published.ts";

/** Whom a receiver may tell (TLP 2.0, first.org/tlp). No order: amber does not open amber+strict. */
export type TlpLevel = "clear" | "green" | "amber" | "amber+strict" | "red";

/** What a receiver may do (Permissible Actions Protocol): from anything (clear) to what nobody can notice (red). */
export type PapLevel = "clear" | "green" | "amber" | "red";

export type MarkingLevel =
  { readonly kind: "tlp"; readonly level: TlpLevel } | { readonly kind: "pap"; readonly level: PapLevel };

/** All that marks an object or a part of it. */
export interface Markings {
  readonly tlp: ReadonlySet<TlpLevel>;
  readonly pap: ReadonlySet<PapLevel>;
  /** Ids of marking definitions that are neither, lower case, each once, in order of appearance. */
  readonly others: readonly string[];
}

/** The part of a STIX object that markings are read from; anything but the expected shape counts as absent. */
export interface Markable {
  readonly type?: unknown;
  readonly object_marking_refs?: unknown;
  readonly granular_markings?: unknown;
  readonly extensions?: unknown;
}

/**
 * Reads the markings of an object: its `object_marking_refs`, its granular markings (an object is shown whole or not
 * at all, so what marks a part marks it) and a TLP or PAP extension on the object itself (STIX 2.1, section 7.2).
 *
 * Hexadecimal digits in upper case are the same id. The four predefined TLP 1 markings count as their successors,
 * PAP:WHITE as clear. A TLP or PAP extension with an unknown level counts as red: nobody sees more by a slip. The
 * extension of a marking definition says what it defines, not how it is marked.
 */
export function markingsOf(object: Markable): Markings {
  const levels = object.type === "marking-definition" ? [] : levelsOfExtensions(object.extensions);
  const others = new Set<string>();
  for (const id of markingRefs(object)) {
    const level = PUBLISHED_LEVELS.get(id);
    if (level) levels.push(level);
    else others.add(id);
  }
  return {
    tlp: new Set(levels.flatMap((entry) => (entry.kind === "tlp" ? [entry.level] : []))),
    pap: new Set(levels.flatMap((entry) => (entry.kind === "pap" ? [entry.level] : []))),
    others: [...others],
  };
}

/**
 * Reads which TLP or PAP level a marking definition claims to define, whatever its id; empty for any other.
 *
 * The specifications of both extensions forbid definitions of the levels under other ids, since a reader who knows the
 * published ids only would miss them: `isPublishedMarking` tells which are the real ones.
 */
export function levelsDefinedBy(
  definition: Markable & { readonly definition?: unknown },
): readonly MarkingLevel[] {
  if (definition.type !== "marking-definition") return [];
  const tlp1 = isRecord(definition.definition) ? definition.definition["tlp"] : undefined;
  return [
    ...levelsOfExtensions(definition.extensions),
    ...(tlp1 === undefined ? [] : [{ kind: "tlp", level: tlpLevel(tlp1) } as const]),
  ];
}

/** Whether an id is that of a published TLP or PAP marking, the four of TLP 1 and PAP:WHITE included. */
export function isPublishedMarking(id: string): boolean {
  return PUBLISHED_LEVELS.has(id.toLowerCase());
}

function markingRefs(object: Markable): readonly string[] {
  const granular = listOf(object.granular_markings).map((part) =>
    isRecord(part) ? part["marking_ref"] : undefined,
  );
  return [...listOf(object.object_marking_refs), ...granular]
    .filter((id) => typeof id === "string")
    .map((id) => id.toLowerCase());
}

function levelsOfExtensions(extensions: unknown): MarkingLevel[] {
  if (!isRecord(extensions)) return [];
  const tlp = extensions[TLP_EXTENSION];
  const pap = extensions[PAP_EXTENSION];
  const levels: MarkingLevel[] = [];
  if (tlp !== undefined) levels.push({ kind: "tlp", level: tlpLevel(isRecord(tlp) ? tlp["tlp_2_0"] : tlp) });
  if (pap !== undefined) levels.push({ kind: "pap", level: papLevel(isRecord(pap) ? pap["pap"] : pap) });
  return levels;
}

const TLP_WORDS: ReadonlyMap<unknown, TlpLevel> = new Map([
  ["clear", "clear"],
  ["white", "clear"],
  ["green", "green"],
  ["amber", "amber"],
  ["amber+strict", "amber+strict"],
  ["red", "red"],
]);

function tlpLevel(word: unknown): TlpLevel {
  return TLP_WORDS.get(lowerCase(word)) ?? "red";
}

function papLevel(word: unknown): PapLevel {
  const level = TLP_WORDS.get(lowerCase(word)) ?? "red";
  return level === "amber+strict" ? "red" : level;
}

/** Levels are at most twelve letters; a longer word is none of them. */
function lowerCase(word: unknown): unknown {
  return typeof word === "string" && word.length <= 12 ? word.toLowerCase() : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
