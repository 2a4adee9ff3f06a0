/**
 * Cuts text to at most `most` UTF-16 units, at a grapheme boundary and never inside a redaction marker; `…` at the end
 * says that something is missing and counts towards `most`. Idempotent. `most` must be at least 1.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = most - 1;
  const end = beforeMarker(text, boundaryAtOrBefore(text, room));
  return `${text.slice(0, end)}…`;
}

const GRAPHEMES = new Intl.Segmenter("und", { granularity: "grapheme" });

function boundaryAtOrBefore(text: string, room: number): number {
  let boundary = 0;
  // A grapheme may be endlessly long (stacked marks): only what can fit is looked at.
  for (const { index } of GRAPHEMES.segment(text.slice(0, room + 32))) {
    if (index > room) break;
    boundary = index;
  }
  if (boundary > 0) return boundary;
  const splitsPair =
    /[\uD800-\uDBFF]/.test(text.charAt(room - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(room));
  return splitsPair ? room - 1 : room;
}

const LONGEST_MARKER = 12;

function beforeMarker(text: string, end: number): number {
  const open = text.lastIndexOf("⟨", end - 1);
  if (open < 0 || end - open >= LONGEST_MARKER) return end;
  const close = text.indexOf("⟩", open);
  return close >= end && close - open < LONGEST_MARKER ? open : end;
}
