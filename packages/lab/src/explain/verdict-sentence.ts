import { counted } from "../campaigns/counted.ts";
import type { Finding } from "../campaigns/judge-all.ts";

const SHAPE_WORDS: Readonly<Record<string, string>> = {
  "template-harvest": "with variants of one template",
  "injected-block": "with one fixed block inside otherwise different requests",
  "reasoning-replay": "that present reasoning which the model gave to other accounts",
  "output-echo": "that send back answers which the model gave to other accounts",
  relay: "of many users as if they were their own",
};

/** The finding in one sentence; sober, and for human review. */
export function verdictSentence(finding: Finding, shapes: readonly string[], reported: boolean): string {
  const accounts = counted(finding.members.size, "account");
  const requests = counted(finding.requests.timeMs.length, "request");
  const families = finding.verdict.families;
  const what = SHAPE_WORDS[shapes[0] ?? ""] ?? "with the same text";
  const carried =
    families.length === 0 ? "no family of evidence" : families.join(", ").replace(/, ([^,]*)$/, " and $1");
  return reported
    ? `${accounts} acted together: they sent ${requests} ${what}, and ${carried} speak for coordination.`
    : `${accounts} sent ${requests} ${what}; ${carried} ${families.length === 1 ? "speaks" : "speak"} for coordination, which is not enough to report it.`;
}
