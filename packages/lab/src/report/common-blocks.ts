/** A run of tokens that stands, equal, in every sequence: `starts[k]` is where it begins in sequence k. */
export interface CommonBlock {
  readonly starts: readonly number[];
  readonly length: number;
}

/**
 * Finds blocks that all sequences share, in the same order in each, not overlapping, longest runs first.
 *
 * Patience alignment for k sequences: n-grams that occur exactly once in every sequence are anchors (long n first, so
 * that one common word does not decide); the heaviest chain of anchors that is in order everywhere is kept, grown to
 * both sides, and the gaps between are searched again with shorter n-grams. Each level costs O(k · tokens) plus
 * O(`MOST_ANCHORS`² · k) for the chain.
 *
 * Source of the idea: patience diff (Bram Cohen), and the k-sequence chain of anchors as in MUMmer (Delcher et al. 1999).
 */
export function commonBlocks(sequences: readonly (readonly string[])[]): readonly CommonBlock[] {
  const whole: Gap = { starts: sequences.map(() => 0), ends: sequences.map((sequence) => sequence.length) };
  let gaps: readonly Gap[] = [whole];
  const blocks: CommonBlock[] = [];
  for (const gram of GRAM_LENGTHS) {
    const next: Gap[] = [];
    for (const gap of gaps) {
      const chain = chainInGap(sequences, gap, gram);
      blocks.push(...chain);
      next.push(...gapsBetween(gap, chain));
    }
    gaps = next;
  }
  return joinTouching(blocks.sort((a, b) => first(a) - first(b)));
}

const GRAM_LENGTHS: readonly number[] = [12, 6, 3];
const MOST_ANCHORS = 400;

interface Gap {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function first(block: CommonBlock): number {
  return block.starts[0] ?? 0;
}

function chainInGap(
  sequences: readonly (readonly string[])[],
  gap: Gap,
  gram: number,
): readonly CommonBlock[] {
  const anchors = [...edgeBlocks(sequences, gap), ...uniqueAnchors(sequences, gap, gram)];
  return growAndSeparate(sequences, gap, heaviestChain(anchors));
}

/** What all share at the very beginning and end of a gap is common, however often it occurs elsewhere. */
function edgeBlocks(sequences: readonly (readonly string[])[], gap: Gap): readonly CommonBlock[] {
  if (gap.starts.some((start) => start !== 0)) {
    const atEnd = gap.ends.every((end, k) => end === sequences[k]?.length);
    return atEnd ? suffixBlock(sequences, gap) : [];
  }
  const length = grow(sequences, gap.starts, 1, gap);
  const prefix = length >= 2 ? [{ starts: gap.starts, length }] : [];
  return [...prefix, ...suffixBlock(sequences, gap)];
}

function suffixBlock(sequences: readonly (readonly string[])[], gap: Gap): readonly CommonBlock[] {
  if (!gap.ends.every((end, k) => end === sequences[k]?.length)) return [];
  const lasts = gap.ends.map((end) => end - 1);
  const length = grow(sequences, lasts, -1, gap);
  return length >= 2 ? [{ starts: lasts.map((last) => last - length + 1), length }] : [];
}

/** Number of equal tokens from the positions on, in the direction, within the gap. */
function grow(
  sequences: readonly (readonly string[])[],
  positions: readonly number[],
  step: 1 | -1,
  gap: Gap,
): number {
  for (let length = 0; ; length++) {
    let token: string | undefined;
    for (let k = 0; k < positions.length; k++) {
      const at = (positions[k] ?? 0) + step * length;
      if (at < (gap.starts[k] ?? 0) || at >= (gap.ends[k] ?? 0)) return length;
      const here = sequences[k]?.[at];
      if (k === 0) token = here;
      else if (here !== token) return length;
    }
  }
}

function uniqueAnchors(
  sequences: readonly (readonly string[])[],
  gap: Gap,
  gram: number,
): readonly CommonBlock[] {
  const maps = sequences.map((sequence, k) =>
    uniqueGrams(sequence, gap.starts[k] ?? 0, gap.ends[k] ?? 0, gram),
  );
  const anchors: CommonBlock[] = [];
  for (const [key, start] of maps[0] ?? []) {
    if (start < 0) continue;
    const starts = maps.map((map) => map.get(key) ?? -1);
    if (starts.some((one) => one < 0)) continue;
    const last = anchors.at(-1);
    if (last !== undefined && continues(last, starts, gram))
      anchors[anchors.length - 1] = { ...last, length: last.length + 1 };
    else anchors.push({ starts, length: gram });
  }
  if (anchors.length <= MOST_ANCHORS) return anchors;
  return anchors
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_ANCHORS)
    .sort((a, b) => first(a) - first(b));
}

/** n-gram → its only position, or −1 where it occurs more than once. */
function uniqueGrams(
  sequence: readonly string[],
  from: number,
  to: number,
  gram: number,
): Map<string, number> {
  const positions = new Map<string, number>();
  for (let at = from; at + gram <= to; at++) {
    const key = sequence.slice(at, at + gram).join("\u0000");
    positions.set(key, positions.has(key) ? -1 : at);
  }
  return positions;
}

function continues(block: CommonBlock, starts: readonly number[], gram: number): boolean {
  return starts.every((start, k) => start === (block.starts[k] ?? 0) + block.length - gram + 1);
}

/** The chain of most tokens whose blocks follow one another in every sequence. */
function heaviestChain(anchors: readonly CommonBlock[]): readonly CommonBlock[] {
  const sorted = [...anchors].sort((a, b) => first(a) - first(b));
  const weights: number[] = [];
  const before: number[] = [];
  let best = -1;
  sorted.forEach((block, at) => {
    weights[at] = block.length;
    before[at] = -1;
    for (let earlier = 0; earlier < at; earlier++) {
      const candidate = sorted[earlier];
      if (candidate === undefined || !precedes(candidate, block)) continue;
      const weight = (weights[earlier] ?? 0) + block.length;
      if (weight > (weights[at] ?? 0)) {
        weights[at] = weight;
        before[at] = earlier;
      }
    }
    if (best < 0 || (weights[at] ?? 0) > (weights[best] ?? 0)) best = at;
  });
  const chain: CommonBlock[] = [];
  for (let at = best; at >= 0; at = before[at] ?? -1) {
    const block = sorted[at];
    if (block !== undefined) chain.push(block);
  }
  return chain.reverse();
}

function precedes(a: CommonBlock, b: CommonBlock): boolean {
  return a.starts.every((start, k) => start + a.length <= (b.starts[k] ?? 0));
}

function growAndSeparate(
  sequences: readonly (readonly string[])[],
  gap: Gap,
  chain: readonly CommonBlock[],
): readonly CommonBlock[] {
  const grown: CommonBlock[] = [];
  let room = gap.starts;
  chain.forEach((block, index) => {
    const ends = chain[index + 1]?.starts ?? gap.ends;
    const within = { starts: room, ends };
    const ahead = grow(
      sequences,
      block.starts.map((start) => start + block.length),
      1,
      within,
    );
    const back = grow(
      sequences,
      block.starts.map((start) => start - 1),
      -1,
      within,
    );
    const wide = { starts: block.starts.map((start) => start - back), length: back + block.length + ahead };
    grown.push(wide);
    room = wide.starts.map((start) => start + wide.length);
  });
  return grown;
}

function gapsBetween(gap: Gap, chain: readonly CommonBlock[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let starts = gap.starts;
  for (const block of chain) {
    gaps.push({ starts, ends: block.starts });
    starts = block.starts.map((start) => start + block.length);
  }
  gaps.push({ starts, ends: gap.ends });
  return gaps.filter((one) => one.starts.every((start, k) => start < (one.ends[k] ?? 0)));
}

function joinTouching(blocks: readonly CommonBlock[]): readonly CommonBlock[] {
  const joined: CommonBlock[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const touches = last?.starts.every((start, k) => start + last.length === block.starts[k]) ?? false;
    if (last !== undefined && touches)
      joined[joined.length - 1] = { ...last, length: last.length + block.length };
    else joined.push(block);
  }
  return joined;
}
