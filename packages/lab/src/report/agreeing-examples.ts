import { alignmentTokens, MOST_ALIGNED_TOKENS } from "./alignment-tokens.ts";
import { alignTexts } from "./text-alignment.ts";

/**
 * The examples to show together: all of them, or, as long as that makes the common text longer by a quarter, the half
 * that is nearest to the most typical one (three at least). So several wordings of one template do not shrink to the few
 * words that all of them share, while one block inside unlike texts is still shown in unlike texts. Texts that occur
 * twice are taken once where enough others are left: they have no slot to show.
 */
export function agreeingExamples<Example extends { readonly text: string }>(
  examples: readonly Example[],
): readonly Example[] {
  const distinct = [...new Map(examples.map((example) => [example.text, example])).values()];
  let agreeing = distinct.length < 2 ? examples : distinct;
  let common = commonLength(agreeing);
  while (agreeing.length > LEAST_EXAMPLES) {
    const half = nearestHalf(agreeing);
    const commonOfHalf = commonLength(half);
    if (commonOfHalf < common * WORTHWHILE_GAIN || commonOfHalf === 0) break;
    agreeing = half;
    common = commonOfHalf;
  }
  return agreeing;
}

const LEAST_EXAMPLES = 3;
const WORTHWHILE_GAIN = 1.25;

function commonLength(examples: readonly { readonly text: string }[]): number {
  if (examples.length < 2) return 0;
  return alignTexts(examples.map((example) => example.text)).template.reduce(
    (sum, piece) => sum + piece.text.length,
    0,
  );
}

function nearestHalf<Example extends { readonly text: string }>(
  examples: readonly Example[],
): readonly Example[] {
  const sets = examples.map((example) => tokenTriples(example.text));
  const likeness = sets.map((a) => sets.map((b) => jaccard(a, b)));
  const totals = likeness.map((row) => row.reduce((sum, one) => sum + one, 0));
  const typical = totals.indexOf(Math.max(...totals));
  const order = examples.map((example, k) => ({
    example,
    near: k === typical ? 2 : (likeness[typical]?.[k] ?? 0),
  }));
  return order
    .sort((a, b) => b.near - a.near)
    .slice(0, Math.max(LEAST_EXAMPLES, Math.ceil(examples.length / 2)))
    .map(({ example }) => example);
}

function tokenTriples(text: string): ReadonlySet<string> {
  const tokens = alignmentTokens(text).slice(0, MOST_ALIGNED_TOKENS);
  return new Set(
    tokens.slice(2).map((token, at) => `${tokens[at] ?? ""}\u0000${tokens[at + 1] ?? ""}\u0000${token}`),
  );
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const one of a) if (b.has(one)) both++;
  const either = a.size + b.size - both;
  return either === 0 ? 0 : both / either;
}
