import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { REFUSAL_PHRASE_BIT, compilePhrases } from "./phrase-automaton.ts";
import type { Phrase, PhraseAutomaton } from "./phrase-automaton.ts";
import { parsePattern, patternLength } from "./phrase-pattern.ts";
import type { PhrasePattern } from "./phrase-pattern.ts";
import { INTENT_BITS } from "./sketch.ts";

/** In tokens. */
export const LONGEST_PHRASE = 24;
export const SHORTEST_PHRASE = 2;

/** Why a phrase file was refused. */
export type PhraseFileErrorCode =
  "no-files" | "not-yaml" | "not-a-map-of-lists" | "unknown-key" | "bad-pattern" | "bad-length";

/** A phrase file that cannot be used; the message says which line of it and what would mend it. */
export class PhraseFileError extends Error {
  readonly code: PhraseFileErrorCode;
  constructor(code: PhraseFileErrorCode, message: string) {
    super(message);
    this.name = "PhraseFileError";
    this.code = code;
  }
}

/**
 * Reads every `<language>.yaml` of a folder and compiles its phrases. A file maps names of `INTENT_BITS`, and
 * `refusal`, to lists of patterns (`parsePattern`). Throws `PhraseFileError`, or the error of the file system.
 */
export async function loadPhrases(folder: string): Promise<PhraseAutomaton> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  if (files.length === 0) {
    throw new PhraseFileError(
      "no-files",
      "The folder of intent phrases has no .yaml file; name the folder that has en.yaml.",
    );
  }
  const phrases: Phrase[] = [];
  for (const file of files) phrases.push(...phrasesOf(file, await readFile(join(folder, file), "utf8")));
  return compilePhrases(phrases);
}

/** The phrases of one file; `name` is for messages. */
export function phrasesOf(name: string, yaml: string): Phrase[] {
  return Object.entries(patternLists(name, yaml)).flatMap(([key, patterns]) => {
    const bits = bitsOf(name, key);
    return patterns.map((source) => ({ pattern: patternOf(name, source), bits }));
  });
}

function patternLists(name: string, yaml: string): Record<string, string[]> {
  let content: unknown;
  try {
    content = parse(yaml);
  } catch {
    throw new PhraseFileError("not-yaml", `${name} is not YAML; check its indentation and quotes.`);
  }
  if (!isMapOfLists(content)) {
    throw new PhraseFileError(
      "not-a-map-of-lists",
      `${name} must map each intent to a list of phrases (quote numbers).`,
    );
  }
  return content;
}

function isMapOfLists(content: unknown): content is Record<string, string[]> {
  if (typeof content !== "object" || content === null || Array.isArray(content)) return false;
  return Object.values(content).every(
    (list) => Array.isArray(list) && list.every((phrase) => typeof phrase === "string"),
  );
}

function bitsOf(name: string, key: string): number {
  if (key === "refusal") return REFUSAL_PHRASE_BIT;
  const bit = Object.entries(INTENT_BITS).find(([intent]) => intent === key)?.[1];
  if (bit === undefined) {
    const known = [...Object.keys(INTENT_BITS), "refusal"].join(", ");
    throw new PhraseFileError("unknown-key", `${name} has the key "${key}"; known are ${known}.`);
  }
  return bit;
}

function patternOf(name: string, source: string): PhrasePattern {
  const pattern = parsePattern(source);
  if (pattern === undefined) {
    throw new PhraseFileError("bad-pattern", `${name}: the brackets of "${source}" do not match.`);
  }
  const { least, most } = patternLength(pattern);
  if (least < SHORTEST_PHRASE || most > LONGEST_PHRASE) {
    const limits = `${SHORTEST_PHRASE} to ${LONGEST_PHRASE}`;
    throw new PhraseFileError(
      "bad-length",
      `${name}: "${source}" stands for phrases of ${least} to ${most} tokens; ${limits} are allowed.`,
    );
  }
  return pattern;
}
