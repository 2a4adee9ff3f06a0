/** A longer part is cut, so that the work per request is bounded. In bytes of UTF-8. */
export const PART_LIMIT = 65_536;
const HALF_PART = 32_768;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * A part as the kernel reads it: cut, then NFC, lower case, ß → ss, ς → σ, NFC again; UTF-8.
 * Ill-formed bytes count as U+FFFD. This is also what the host does for a part that the kernel hands back.
 */
export function normalisedPart(utf8: Uint8Array): Uint8Array {
  return encoder.encode(normalisedText(decoder.decode(cutPart(utf8))));
}

/** `normalisedPart` without the cut, on a string. */
export function normalisedText(text: string): string {
  const lower = text.normalize("NFC").toLowerCase();
  return lower.replaceAll("ß", "ss").replaceAll("ς", "σ").normalize("NFC");
}

/** UTF-8 of a string, cut; a lone surrogate becomes U+FFFD. Reads only what the cut leaves. */
export function encodedPart(text: string): Uint8Array {
  if (text.length <= PART_LIMIT) return cutPart(encoder.encode(text));
  // One unit more than needed on each side, because the slice may part a surrogate pair.
  const head = encoder.encode(text.slice(0, HALF_PART + 1));
  const tail = encoder.encode(text.slice(-HALF_PART - 1));
  return joinEnds(head, tail);
}

/** The first and last 32,768 bytes, shortened to code-point boundaries, joined by a line feed. */
function cutPart(utf8: Uint8Array): Uint8Array {
  return utf8.length <= PART_LIMIT ? utf8 : joinEnds(utf8, utf8);
}

function joinEnds(first: Uint8Array, last: Uint8Array): Uint8Array {
  let head = HALF_PART;
  for (let steps = 0; steps < 3 && isContinuation(first[head]); steps++) head -= 1;
  let tail = last.length - HALF_PART;
  for (let steps = 0; steps < 3 && isContinuation(last[tail]); steps++) tail += 1;
  const joined = new Uint8Array(head + 1 + last.length - tail);
  joined.set(first.subarray(0, head));
  joined[head] = 0x0a;
  joined.set(last.subarray(tail), head + 1);
  return joined;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
