import type { TemplatePiece, TemplateView } from "./report.ts";
import { agreeingExamples } from "./agreeing-examples.ts";
import { cutText } from "./cut-text.ts";
import { redact } from "./redact.ts";
import { alignTexts } from "./text-alignment.ts";

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
 * `MOST_SLOT_CHARACTERS`. Up to twelve examples are compared and up to `shown` (3) of them returned. Where some of
 * them agree on much more than all do (several wordings of one template), those are shown. `null` where
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

/** Redacted beyond the cut first, so that a secret which the cut divides is still recognised. */
function exampleText(raw: string): string {
  return cutText(redact(raw.slice(0, MOST_EXAMPLE_CHARACTERS + 2048)), MOST_EXAMPLE_CHARACTERS);
}

function cutSlot(piece: TemplatePiece): TemplatePiece {
  return piece.kind === "slot" ? { kind: "slot", text: cutText(piece.text, MOST_SLOT_CHARACTERS) } : piece;
}
