import { arenaEnd, setArenaEnd, textLen, textPtr } from "./json";

/**
 * A text here is 8 bytes, address and length (two u32). It grows by pieces, which are joined by a line feed; empty
 * pieces are left out. A single piece stays where it is; several are copied to the end of the arena.
 */

/** Bytes that may still be copied for this line, so that a line costs time in proportion to its length. */
let copyBudget: usize = 0;

/** Starts a line: no more than this many bytes may be copied. */
export function allowCopies(bytes: usize): void {
  copyBudget = bytes;
}

export function clearText(text: usize): void {
  store<u64>(text, 0);
}

export function textAddress(text: usize): usize {
  return load<usize>(text);
}

export function textLength(text: usize): usize {
  return load<u32>(text + 4);
}

/** Adds the string that `readString` just read; false where that would cost too much. */
export function addString(text: usize): bool {
  return addPiece(text, textPtr, textLen);
}

/** Adds another text. */
export function addText(text: usize, other: usize): bool {
  return addPiece(text, textAddress(other), textLength(other));
}

/** Adds the bytes at `p`; false where that would cost too much. */
export function addPiece(text: usize, p: usize, length: usize): bool {
  if (length == 0) return true;
  const start = textAddress(text);
  const before = textLength(text);
  if (before == 0) {
    store<usize>(text, p);
    store<u32>(text + 4, <u32>length);
    return true;
  }
  const end = start + before;
  if (end + 1 == p) {
    // Unescaping left one byte free between the two (in the input at least two quotes lie between).
    store<u8>(end, 0x0a);
    store<u32>(text + 4, <u32>(before + 1 + length));
    return true;
  }
  return copyPiece(text, p, length);
}

function copyPiece(text: usize, p: usize, length: usize): bool {
  let start = textAddress(text);
  const before = textLength(text);
  let top = arenaEnd();
  const moves = start + before != top;
  const cost = length + 1 + (moves ? before + 1 : 0);
  if (cost > copyBudget) return false;
  copyBudget -= cost;
  if (moves) {
    // A byte is left free here too, so that no other text seems to continue into this one.
    memory.copy(top + 1, start, before);
    start = top + 1;
    top = start + before;
    store<usize>(text, start);
  }
  store<u8>(top, 0x0a);
  memory.copy(top + 1, p, length);
  store<u32>(text + 4, <u32>(before + 1 + length));
  setArenaEnd(top + 1 + length);
  return true;
}
