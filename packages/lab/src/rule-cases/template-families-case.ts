import { UnionFind } from "../detectors/union-find.ts";
import { SIGNATURE_LENGTH, type Sketch } from "../sketches/sketch.ts";
import { sharedTextEvidence } from "./shared-text.ts";

/** As D1 has them (template-families.ts), where bands propose the pairs; a case's few texts are compared all with all. */
const LEAST_EDGE_MATCHES = 29;
const LEAST_LEADER_MATCHES = 16;

/**
 * The log-likelihood ratio of the content family for the largest template family among some texts (D1 with D3); 0 where
 * no two texts resemble each other.
 *
 * ```json
 * { "texts": ["Explain step by step how …", "Explain step by step why …"], "accounts": 60, "payers": 60,
 *   "requests_per_account": 8, "days": 7, "active_days": 5, "log_accounts": 20000 }
 * ```
 *
 * Every account sends the texts in turn, over its active days of the log's `days`. `answers`: to the texts, in order.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function templateFamiliesCase(input: unknown): number {
  return sharedTextEvidence(input, "template", largestFamily);
}

function largestFamily(sketches: readonly Sketch[]): readonly number[] {
  const sets = new UnionFind(sketches.length);
  const degree = new Int32Array(sketches.length);
  eachPair(sketches, (left, right, matches) => {
    if (matches < LEAST_EDGE_MATCHES) return;
    sets.union(left, right);
    degree[left] = (degree[left] ?? 0) + 1;
    degree[right] = (degree[right] ?? 0) + 1;
  });
  const families = new Map<number, number[]>();
  sketches.forEach((_, at) => {
    const root = sets.find(at);
    families.set(root, [...(families.get(root) ?? []), at]);
  });
  const [chain = []] = [...families.values()].sort((a, b) => b.length - a.length);
  const leader = chain.reduce(
    (best, at) => ((degree[at] ?? 0) > (degree[best] ?? 0) ? at : best),
    chain[0] ?? 0,
  );
  return chain.filter((at) => equalBytes(sketches[leader], sketches[at]) >= LEAST_LEADER_MATCHES);
}

function eachPair(
  sketches: readonly Sketch[],
  visit: (left: number, right: number, matches: number) => void,
): void {
  for (let left = 0; left < sketches.length; left++) {
    // A text that is too short has no signature, and resembles nothing.
    if (sketches[left]?.bands.length === 0) continue;
    for (let right = left + 1; right < sketches.length; right++) {
      if (sketches[right]?.bands.length === 0) continue;
      visit(left, right, equalBytes(sketches[left], sketches[right]));
    }
  }
}

function equalBytes(left: Sketch | undefined, right: Sketch | undefined): number {
  let equal = 0;
  for (let at = 0; at < SIGNATURE_LENGTH; at++) if (left?.signature[at] === right?.signature[at]) equal++;
  return equal;
}
