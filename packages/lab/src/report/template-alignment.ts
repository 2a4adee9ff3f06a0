import type { TemplatePiece, TemplateView } from "./report.ts";
import { alignmentTokens, isWord, MOST_ALIGNED_TOKENS } from "./alignment-tokens.ts";
import { commonBlocks } from "./common-blocks.ts";
import type { CommonBlock } from "./common-blocks.ts";
import { cutText } from "./cut-text.ts";
import { redact } from "./redact.ts";

/** One request whose text is shown; `text` is raw and leaves this file only redacted. */
export interface TemplateExample {
  readonly request_id: string;
  readonly account: string;
  /** RFC 3339. */
  readonly time: string;
  readonly text: string;
}

/** Most characters of a slot in a report. */
export const MOST_SLOT_CHARACTERS = 160;
/** Most characters of one example that are looked at. */
export const MOST_EXAMPLE_CHARACTERS = 16_000;

/**
 * What the examples have in common, as fixed text and slots, for a report: redacted, slots cut to
 * `MOST_SLOT_CHARACTERS`. Up to twelve examples are compared and up to `shown` (3) of them returned. Where all of them
 * together agree on too little (several wordings of one template), those that agree best are shown. `null` where
 * fewer than two examples have text or nothing is common.
 */
export function templateView(
  part: TemplateView["part"],
  examples: readonly TemplateExample[],
  shown: number = 3,
): TemplateView | null {
  const readable = examples
    .slice(0, 12)
    .map((example) => ({ ...example, text: exampleText(example.text) }))
    .filter((example) => example.text.trim() !== "");
  const agreeing = agreeingExamples(readable);
  if (agreeing.length < 2) return null;
  const alignment = alignTexts(agreeing.map((example) => example.text));
  if (!alignment.template.some((piece) => piece.kind === "fixed")) return null;
  return {
    part,
    pieces: alignment.template,
    examples: agreeing.slice(0, shown).map(({ request_id, account, time }, k) => ({
      request_id,
      account,
      time,
      pieces: (alignment.examples[k] ?? []).map(cutSlot),
    })),
  };
}

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
    template: layOut(blocks, sequences, 0).map((piece) => (piece.kind === "slot" ? { ...piece, text: "" } : piece)),
    examples: sequences.map((_, k) => layOut(blocks, sequences, k)),
  };
}

/** The part of a text that `alignTexts` looks at. */
export function alignedText(text: string): string {
  return alignmentTokens(text).slice(0, MOST_ALIGNED_TOKENS).join("");
}

/** Redacted beyond the cut first, so that a secret which the cut divides is still recognised. */
function exampleText(raw: string): string {
  return cutText(redact(raw.slice(0, MOST_EXAMPLE_CHARACTERS + 2048)), MOST_EXAMPLE_CHARACTERS);
}

function cutSlot(piece: TemplatePiece): TemplatePiece {
  return piece.kind === "slot" ? { kind: "slot", text: cutText(piece.text, MOST_SLOT_CHARACTERS) } : piece;
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
  return words >= 1 && (atEdge || tokens.some((token) => token.includes("\n") || token === ":" || token === "："));
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
  return last === undefined || sequences.some((sequence, k) => (last.starts[k] ?? 0) + last.length < sequence.length);
}

function slot(tokens: readonly string[]): TemplatePiece {
  return { kind: "slot", text: tokens.join("") };
}

const LEAST_FIXED_SHARE = 0.2;

/** All examples, or, where they share too little, the half that is nearest to the most typical one (at least two). */
function agreeingExamples<Example extends { readonly text: string }>(examples: readonly Example[]): readonly Example[] {
  let agreeing = examples;
  while (agreeing.length > 2 && fixedShare(agreeing.map((example) => example.text)) < LEAST_FIXED_SHARE) {
    const next = nearestHalf(agreeing);
    if (next.length === agreeing.length) break;
    agreeing = next;
  }
  return agreeing;
}

function fixedShare(texts: readonly string[]): number {
  const { template } = alignTexts(texts);
  const fixed = template.reduce((sum, piece) => sum + piece.text.length, 0);
  const mean = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length);
  return mean === 0 ? 0 : fixed / mean;
}

function nearestHalf<Example extends { readonly text: string }>(examples: readonly Example[]): readonly Example[] {
  const sets = examples.map((example) => tokenTriples(example.text));
  const likeness = sets.map((a) => sets.map((b) => jaccard(a, b)));
  const totals = likeness.map((row) => row.reduce((sum, one) => sum + one, 0));
  const typical = totals.indexOf(Math.max(...totals));
  const order = examples.map((example, k) => ({ example, near: k === typical ? 2 : (likeness[typical]?.[k] ?? 0) }));
  return order
    .sort((a, b) => b.near - a.near)
    .slice(0, Math.max(2, Math.ceil(examples.length / 2)))
    .map(({ example }) => example);
}

function tokenTriples(text: string): ReadonlySet<string> {
  const tokens = alignmentTokens(text).slice(0, MOST_ALIGNED_TOKENS);
  return new Set(tokens.slice(2).map((token, at) => `${tokens[at] ?? ""}\u0000${tokens[at + 1] ?? ""}\u0000${token}`));
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const one of a) if (b.has(one)) both++;
  const either = a.size + b.size - both;
  return either === 0 ? 0 : both / either;
}
