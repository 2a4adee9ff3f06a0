import { counted } from "../campaigns/counted.ts";
import type { Finding } from "../campaigns/find-campaigns.ts";

const SHAPE_WORDS: Readonly<Record<string, string>> = {
  "template-harvest": "variants of one template",
  "injected-block": "one fixed block inside otherwise different requests",
};

/** The finding in one sentence; sober, and for human review. */
export function verdictSentence(finding: Finding, shapes: readonly string[], reported: boolean): string {
  const accounts = counted(finding.members.size, "account");
  const requests = counted(finding.requests.timeMs.length, "request");
  const families = finding.verdict.families;
  const what = SHAPE_WORDS[shapes[0] ?? ""] ?? "the same text";
  const carried =
    families.length === 0 ? "no family of evidence" : families.join(", ").replace(/, ([^,]*)$/, " and $1");
  return reported
    ? `${accounts} acted together: they sent ${requests} with ${what}, and ${carried} speak for coordination.`
    : `${accounts} sent ${requests} with ${what}; ${carried} ${families.length === 1 ? "speaks" : "speak"} for coordination, which is not enough to report it.`;
}
