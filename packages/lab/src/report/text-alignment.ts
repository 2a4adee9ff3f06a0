import type { TemplatePiece } from "./report.ts";
import { alignmentTokens, isWord, MOST_ALIGNED_TOKENS } from "./alignment-tokens.ts";
import { commonBlocks } from "./common-blocks.ts";
import type { CommonBlock } from "./common-blocks.ts";

/** Fixed pieces and slots of texts that are redacted already. */
export interface TextAlignment {
  /** Fixed text and slots as all texts agree on them; the text of a slot is empty. */
  readonly template: readonly TemplatePiece[];
  /** Per text: the same sequence of pieces with the slots filled; joined they give the aligned text. */
  readonly examples: readonly (readonly TemplatePiece[])[];
}

/**
 * Aligns two or more texts. Every fixed piece occurs in every text; a text's pieces joined give `alignedText(text)`.
 */
export function alignTexts(texts: readonly string[]): TextAlignment {
  const sequences = texts.map((text) => alignmentTokens(text).slice(0, MOST_ALIGNED_TOKENS));
  const blocks = commonBlocks(sequences).filter((block) => tellsSomething(block, sequences));
  return {
    template: layOut(blocks, sequences, 0).map((piece) =>
      piece.kind === "slot" ? { ...piece, text: "" } : piece,
    ),
    examples: sequences.map((_, k) => layOut(blocks, sequences, k)),
  };
}

/** The part of a text that `alignTexts` looks at. */
export function alignedText(text: string): string {
  return alignmentTokens(text).slice(0, MOST_ALIGNED_TOKENS).join("");
}

/** Shorter runs ("of the", ", and") agree by chance and would break a slot in two. */
function tellsSomething(block: CommonBlock, sequences: readonly (readonly string[])[]): boolean {
  const start = block.starts[0] ?? 0;
  const tokens = (sequences[0] ?? []).slice(start, start + block.length);
  const words = tokens.filter(isWord).length;
  const atEdge =
    block.starts.every((one) => one === 0) ||
    block.starts.every((one, k) => one + block.length === sequences[k]?.length);
  if (words >= 3) return true;
  return (
    words >= 1 && (atEdge || tokens.some((token) => token.includes("\n") || token === ":" || token === "："))
  );
}

function layOut(
  blocks: readonly CommonBlock[],
  sequences: readonly (readonly string[])[],
  k: number,
): readonly TemplatePiece[] {
  const sequence = sequences[k] ?? [];
  const pieces: TemplatePiece[] = [];
  let at = 0;
  blocks.forEach((block, index) => {
    const start = block.starts[k] ?? 0;
    // Between two blocks there is always a slot, though it may be empty here: the sequences of pieces must match.
    if (index > 0 || blocks[0]?.starts.some((one) => one > 0)) pieces.push(slot(sequence.slice(at, start)));
    pieces.push({ kind: "fixed", text: sequence.slice(start, start + block.length).join("") });
    at = start + block.length;
  });
  if (blocks.length === 0 || goesOn(blocks, sequences)) pieces.push(slot(sequence.slice(at)));
  return pieces;
}

/** Whether any text goes on after the last block. */
function goesOn(blocks: readonly CommonBlock[], sequences: readonly (readonly string[])[]): boolean {
  const last = blocks.at(-1);
  return (
    last === undefined ||
    sequences.some((sequence, k) => (last.starts[k] ?? 0) + last.length < sequence.length)
  );
}

function slot(tokens: readonly string[]): TemplatePiece {
  return { kind: "slot", text: tokens.join("") };
}
