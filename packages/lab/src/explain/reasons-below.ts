import type { Finding } from "../campaigns/judge-all.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { percent } from "../detectors/figure-text.ts";
import type { EvidenceFamily } from "../report/report.ts";

const BESIDE_TEXT = ["timing", "identity", "lifecycle"] as const;

/**
 * Why a tested candidate is not reported, in words: what decides first, then what each silent family says of it.
 *
 * @param fdr - share of false findings that the run allows, 0–1
 */
export function reasonsBelow(finding: Finding, fdr: number): readonly string[] {
  const silent = strongestOfSilent(finding);
  const told = new Set(finding.evidence.map((entry) => entry.family));
  const untold = BESIDE_TEXT.filter((family) => !told.has(family));
  return [
    decisive(finding, fdr),
    ...silent.map(({ family, logLikelihoodRatio, summary }) =>
      logLikelihoodRatio <= -1
        ? `${family} speaks against it: ${summary}`
        : `${family} says too little: ${summary}`,
    ),
    ...(untold.length === 0
      ? []
      : [`the log tells nothing of ${untold.join(", ").replace(/, ([^,]*)$/, " and $1")}`]),
  ];
}

function decisive({ verdict: { families, pValue }, qValue }: Finding, fdr: number): string {
  if (pValue < 1)
    return `of findings as strong as this one, up to ${percent(qValue)} are chance; ${percent(fdr)} are allowed`;
  if (families.length === 0) return "no family of evidence speaks for coordination; two must";
  if (families.length === 1)
    return `of the families of evidence only ${families.join("")} speaks for coordination; two must`;
  return families.includes("content") || families.includes("replay")
    ? `what ${families.join(", ").replace(/, ([^,]*)$/, " and $1")} say together is no more than the best of many groups shows by chance`
    : "neither the text nor a replay speaks for a harvest, and what else accounts share is none";
}

/** The strongest evidence of every family that does not speak. */
function strongestOfSilent({ evidence, verdict }: Finding): readonly Evidence[] {
  const speaking = new Set(verdict.families);
  const strongest = new Map<EvidenceFamily, Evidence>();
  for (const entry of evidence) {
    const before = strongest.get(entry.family);
    if (speaking.has(entry.family) || (before?.logLikelihoodRatio ?? -Infinity) >= entry.logLikelihoodRatio)
      continue;
    strongest.set(entry.family, entry);
  }
  return [...strongest.values()];
}
