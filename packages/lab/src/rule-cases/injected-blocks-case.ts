import type { Sketch } from "../sketches/sketch.ts";
import { sharedTextEvidence } from "./shared-text.ts";

/** A segment of the block stands in at least this share of the texts; D2 asks for 20 texts, a case has fewer. */
const LEAST_SHARE_OF_TEXTS = 0.5;
/** As in D2 (injected-blocks.ts). */
const LEAST_SHARE_OF_BLOCK = 0.3;

/**
 * The log-likelihood ratio of the content family for a fixed block inside texts that otherwise differ (D2 with D3); 0
 * where the texts have no such block. The fields are those of `templateFamiliesCase`.
 *
 * ```json
 * { "texts": ["<block> What is …", "<block> Please translate …"], "accounts": 60, "log_accounts": 20000 }
 * ```
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function injectedBlocksCase(input: unknown): number {
  return sharedTextEvidence(input, "block", carriersOfBlock);
}

function carriersOfBlock(sketches: readonly Sketch[]): readonly number[] {
  const texts = new Map<bigint, number>();
  for (const { segments } of sketches) {
    for (const segment of segments) texts.set(segment, (texts.get(segment) ?? 0) + 1);
  }
  const least = Math.max(2, LEAST_SHARE_OF_TEXTS * sketches.length);
  const block = new Set([...texts].filter(([, count]) => count >= least).map(([segment]) => segment));
  if (block.size === 0) return [];
  return sketches.flatMap(({ segments }, at) => {
    const carried = segments.reduce((sum, segment) => sum + (block.has(segment) ? 1 : 0), 0);
    return carried >= LEAST_SHARE_OF_BLOCK * block.size ? [at] : [];
  });
}
