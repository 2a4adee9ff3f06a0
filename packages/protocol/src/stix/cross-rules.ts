import { below, type FaultList } from "./fault.ts";
import type { TextForm } from "./text-forms.ts";
import { parseTimestamp } from "./timestamp.ts";

/** What properties of one object say about each other, as data. A rule is silent where its properties are absent. */
export type CrossRule =
  /** `later` is the same time or later. With `exceptDates`, two times at midnight are dates and not compared. */
  | {
      readonly kind: "not-before";
      readonly earlier: string;
      readonly later: string;
      readonly exceptDates?: true;
    }
  /** `later` is strictly later. */
  | { readonly kind: "after"; readonly earlier: string; readonly later: string }
  /** At least one of these sets of properties is there as a whole. */
  | { readonly kind: "at-least-one"; readonly of: readonly (readonly string[])[] }
  | { readonly kind: "exactly-one"; readonly of: readonly string[] }
  | { readonly kind: "needs"; readonly property: string; readonly others: readonly string[] }
  /** Where `property` has this value, `needed` must and `forbidden` may not be there. */
  | {
      readonly kind: "when";
      readonly property: string;
      readonly is: string | boolean;
      readonly needed: readonly string[];
      readonly forbidden: readonly string[];
    }
  /** Where `property` has this value, `other` is there and in this form. */
  | {
      readonly kind: "when-form";
      readonly property: string;
      readonly is: string;
      readonly other: string;
      readonly form: TextForm;
    }
  /** `property` may be there only where the list `listed` holds this value. */
  | {
      readonly kind: "only-with";
      readonly property: string;
      readonly listed: string;
      readonly holds: string;
    };

/** Holds an object against one rule and adds what it finds. */
export function checkCrossRule(
  rule: CrossRule,
  object: Readonly<Record<string, unknown>>,
  { path, faults }: { readonly path: string; readonly faults: FaultList },
): void {
  const has = (name: string): boolean => object[name] !== undefined;
  switch (rule.kind) {
    case "not-before":
    case "after":
      checkOrder(rule, object, { path, faults });
      return;
    case "at-least-one":
      if (!rule.of.some((set) => set.every(has))) {
        const sets = rule.of.map((set) => set.join(" and "));
        faults.add(path, "together", `Give at least one of: ${sets.join(", ")}.`);
      }
      return;
    case "exactly-one":
      if (rule.of.filter(has).length !== 1) {
        faults.add(path, "together", `Give exactly one of: ${rule.of.join(", ")}.`);
      }
      return;
    case "needs":
      if (has(rule.property) && !rule.others.every(has)) {
        faults.add(
          path,
          "together",
          `Where ${rule.property} is given, give ${rule.others.join(" and ")} too.`,
        );
      }
      return;
    case "when":
      if (object[rule.property] !== rule.is) return;
      for (const name of rule.needed.filter((needed) => !has(needed))) {
        faults.add(path, "together", `Where ${rule.property} is ${String(rule.is)}, give ${name} too.`);
      }
      for (const name of rule.forbidden.filter(has)) {
        faults.add(
          below(path, name),
          "together",
          `Where ${rule.property} is ${String(rule.is)}, leave this out.`,
        );
      }
      return;
    case "when-form": {
      const other = object[rule.other];
      if (object[rule.property] === rule.is && !(typeof other === "string" && rule.form.test(other))) {
        faults.add(below(path, rule.other), "form", `Must be ${rule.form.wanted}.`);
      }
      return;
    }
    case "only-with": {
      const listed = object[rule.listed];
      if (has(rule.property) && !(Array.isArray(listed) && listed.includes(rule.holds))) {
        faults.add(
          below(path, rule.property),
          "together",
          `Give this only where ${rule.listed} has ${rule.holds}.`,
        );
      }
      return;
    }
  }
}

function checkOrder(
  rule: Extract<CrossRule, { readonly kind: "not-before" | "after" }>,
  object: Readonly<Record<string, unknown>>,
  { path, faults }: { readonly path: string; readonly faults: FaultList },
): void {
  const earlier = object[rule.earlier];
  const later = object[rule.later];
  if (typeof earlier !== "string" || typeof later !== "string") return;
  const from = parseTimestamp(earlier);
  const to = parseTimestamp(later);
  // A text that is no time has been told already.
  if (from === undefined || to === undefined) return;
  if (rule.kind === "after" ? to > from || isBeyond(to) : to >= from) return;
  if (rule.kind === "not-before" && rule.exceptDates === true && isMidnight(from) && isMidnight(to)) return;
  const wanted = rule.kind === "after" ? "later than" : "the same time as or later than";
  faults.add(below(path, rule.later), "order", `Must be ${wanted} ${rule.earlier}.`);
}

/** Two times after 2255 are not told apart. */
function isBeyond(microseconds: number): boolean {
  return microseconds === Number.MAX_SAFE_INTEGER;
}

function isMidnight(microseconds: number): boolean {
  return microseconds % (24 * 3600 * 1_000_000) === 0;
}
