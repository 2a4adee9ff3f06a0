import { parseAllDocuments } from "yaml";
import { engineServes } from "./engine-version.ts";
import { meaningFaults } from "./meaning-faults.ts";
import { checkDocument, ENGINE_PATTERN } from "./rule-document.ts";
import { fault, type RuleFault, type RuleFaultCode } from "./rule-fault.ts";
import { ruleOf } from "./rule-from-document.ts";
import { nestsTooDeep } from "./rule-nesting.ts";
import type { Rule } from "./rule.ts";

/** Larger files and longer lists are refused, since rules come from others; `rules` holds for all files together, too. */
export const RULE_LIMITS = { bytes: 1_000_000, rules: 1000 } as const;

export interface ReadRules {
  readonly rules: readonly Rule[];
  readonly faults: readonly RuleFault[];
}

/**
 * Reads the rules of one YAML file, one rule a document. A faulty document does not keep the others from use.
 * Aliases are refused: a rule is plain data.
 *
 * @param path - the file's name, for messages
 * @param version - of Stillwatch, to hold against the version that a rule needs
 */
export function parseRules(text: string, path: string, version: string): ReadRules {
  const whole = (code: RuleFaultCode, message: string): ReadRules => ({
    rules: [],
    faults: [{ code, place: path, field: "the file", message: `${path}: ${message}` }],
  });
  if (Buffer.byteLength(text) > RULE_LIMITS.bytes) {
    return whole("file-too-large", "a rule file has at most 1 MB; split it");
  }
  if (nestsTooDeep(text)) return whole("not-yaml", "its lists and maps nest too deeply to be a rule file");
  const values = documentsOf(text);
  if ("remedy" in values) return whole("not-yaml", values.remedy);
  if (values.length > RULE_LIMITS.rules) {
    return whole("too-many-rules", `a rule file has at most ${String(RULE_LIMITS.rules)} rules; split it`);
  }
  const rules: Rule[] = [];
  const faults: RuleFault[] = [];
  values.forEach((value, index) => {
    const place = `${path} (document ${String(index + 1)})`;
    const read = readDocument(value, place, version);
    if ("rule" in read) rules.push(read.rule);
    else faults.push(...read.faults);
  });
  return { rules, faults };
}

/** Joins what several files gave; of two rules with one id the later is a fault, and so is what is beyond the limit. */
export function joinRules(files: readonly ReadRules[]): ReadRules {
  const faults = files.flatMap((file) => file.faults);
  const byId = new Map<string, Rule>();
  const beyond: Rule[] = [];
  for (const rule of files.flatMap((file) => file.rules)) {
    const first = byId.get(rule.id);
    if (first === undefined) {
      if (byId.size < RULE_LIMITS.rules) byId.set(rule.id, rule);
      else beyond.push(rule);
    } else
      faults.push(
        fault("same-id", rule.place, "id", `${first.place} has the same id; give one of them a new one`),
      );
  }
  const [first] = beyond;
  if (first !== undefined) {
    const remedy = `more than ${String(RULE_LIMITS.rules)} rules in all files together; leave some out, from here on none is used`;
    faults.push(fault("too-many-rules", first.place, "the file", remedy));
  }
  return { rules: [...byId.values()], faults };
}

function documentsOf(text: string): readonly unknown[] | { readonly remedy: string } {
  const values: unknown[] = [];
  for (const document of parseAllDocuments(text, { logLevel: "error", uniqueKeys: true })) {
    const [error] = document.errors;
    if (error !== undefined) {
      const at = error.linePos?.[0].line;
      const line = at === undefined ? "" : `line ${String(at)}: `;
      return { remedy: `${line}it is not YAML (${error.code}); see docs/rules.md for an example` };
    }
    try {
      // A "---" at the end makes an empty document, which is nobody's rule.
      const value = document.toJS({ maxAliasCount: 0 }) as unknown;
      if (value !== null) values.push(value);
    } catch {
      return { remedy: "it has an alias (*name), which could make a small file large; write the value out" };
    }
  }
  return values;
}

function readDocument(
  value: unknown,
  place: string,
  version: string,
): { readonly rule: Rule } | { readonly faults: readonly RuleFault[] } {
  const needed = neededEngine(value);
  if (needed !== undefined && !engineServes(needed, version)) {
    const remedy = `it needs Stillwatch ${needed}, this is ${version}; update Stillwatch or leave the rule out`;
    return { faults: [fault("engine-too-old", place, "engine", remedy)] };
  }
  const checked = checkDocument(value);
  if ("faults" in checked) {
    return { faults: checked.faults.map(({ field, remedy }) => fault("bad-field", place, field, remedy)) };
  }
  const faults = meaningFaults(checked.document, place);
  return faults.length > 0 ? { faults } : { rule: ruleOf(checked.document, place) };
}

/** Asked first, since a rule for a newer engine may have fields that this one does not know. */
function neededEngine(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("engine" in value)) return undefined;
  const { engine } = value;
  return typeof engine === "string" && ENGINE_PATTERN.test(engine) ? engine : undefined;
}
