import { Count, Field, setCount, setRefused, setString } from "./fields";
import { countValue, isNull, readCount, readString, textLen, textPtr } from "./json";
import { readWord, valueWord } from "./words";

/** Sums of token counts of the line; -1 where none was there. */
let inputTokens: i64 = -1;
let outputTokens: i64 = -1;
/** The model of the response goes before that of the request. */
let hasResponseModel: bool = false;

/** Starts a line. */
export function clearWire(): void {
  inputTokens = -1;
  outputTokens = -1;
  hasResponseModel = false;
}

/** Puts the counts into the field table; false where a sum is too great for it. */
export function finishWire(): bool {
  if (inputTokens > i32.MAX_VALUE || outputTokens > i32.MAX_VALUE) return false;
  if (inputTokens >= 0) setCount(Count.InputTokens, <i32>inputTokens);
  if (outputTokens >= 0) setCount(Count.OutputTokens, <i32>outputTokens);
  return true;
}

/** Reads a model's name or null; an empty name counts as none. */
export function readModel(p: usize, ofResponse: bool): usize {
  if (isNull(p)) return p + 4;
  p = readString(p);
  if (p != 0 && textLen != 0 && (ofResponse || !hasResponseModel)) {
    setString(Field.Model, textPtr, textLen);
    if (ofResponse) hasResponseModel = true;
  }
  return p;
}

/** Reads a count or null and adds it to the input tokens. */
export function readInputTokens(p: usize): usize {
  if (isNull(p)) return p + 4;
  p = readCount(p);
  if (p != 0) inputTokens = max<i64>(inputTokens, 0) + countValue;
  return p;
}

/** Reads a count or null and adds it to the output tokens. */
export function readOutputTokens(p: usize): usize {
  if (isNull(p)) return p + 4;
  p = readCount(p);
  if (p != 0) outputTokens = max<i64>(outputTokens, 0) + countValue;
  return p;
}

/** Reads a string or null; the answer is refused where it is this word. */
export function readRefusalReason(p: usize, reason: i32): usize {
  if (isNull(p)) return p + 4;
  p = readWord(p);
  if (p != 0 && valueWord == reason) setRefused();
  return p;
}

/** Reads a string or null; the answer is refused where it is not empty. */
export function readRefusalText(p: usize): usize {
  if (isNull(p)) return p + 4;
  p = readString(p);
  if (p != 0 && textLen != 0) setRefused();
  return p;
}
