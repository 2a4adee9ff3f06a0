import { Count, Field, hasString, resetFields, setCount, setNonAscii, setString, setTime } from "./fields";
import {
  close,
  countValue,
  firstMember,
  goesOn,
  isNull,
  nextMember,
  readCount,
  readString,
  resetArena,
  skipSpace,
  skipValue,
  textLen,
  textPtr,
} from "./json";
import { alloc } from "./memory";
import { readAnthropicRequest, readAnthropicResponse } from "./scan-anthropic";
import { clearConversation, finishConversation } from "./scan-conversation";
import { readGeminiRequest, readGeminiResponse } from "./scan-gemini";
import { readOpenAiRequest, readOpenAiResponse } from "./scan-openai";
import { allowCopies } from "./scan-text";
import { clearWire, finishWire } from "./scan-wire";
import { readTime, timeMs } from "./time";
import { hasKey, keyBit, keyWord, readKey, readWord, valueWord, Word, wordAt } from "./words";

/** Bytes behind the input that vector loads may touch, and slack of the arena. */
const PADDING: usize = 64;

let inputStart: usize = 0;
let inputSize: usize = 0;
let arenaStart: usize = 0;

/**
 * Address of a buffer for at least `size` bytes of lines. The same buffer as long as it is large enough; a greater
 * one takes new memory (four times its size with the arena) and leaves the old behind.
 */
export function input_buffer(size: usize): usize {
  if (size > inputSize || inputSize == 0) {
    inputSize = size;
    inputStart = alloc(size + PADDING);
    // Unescaped texts take no more than the line, joined ones no more than the two line lengths that may be copied.
    arenaStart = alloc(size * 3 + PADDING * 4);
  }
  return inputStart;
}

/** Address of the next line feed from `p` on, or `end`. */
export function line_end(p: usize, end: usize): usize {
  while (p < end) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(p), i8x16.splat(0x0a)));
    if (found != 0) return min(p + <usize>ctz(found), end);
    p += 16;
  }
  return end;
}

/**
 * Reads one line of the input buffer, without its line feed: 1 and the field table is filled, or 0 where the line is
 * not JSON, not an envelope, or anything that the slow path must judge. Bytes above 127 are not checked to be UTF-8:
 * the table says whether there are any.
 */
export function scan_line(p: usize, length: usize): i32 {
  if (p < inputStart || p - inputStart + length > inputSize) return 0;
  const end = p + length;
  lookThrough(p, end);
  setNonAscii(nonAscii);
  if (reasoning) return 0;
  const behind = load<u8>(end);
  store<u8>(end, 0x0a);
  resetArena(arenaStart);
  allowCopies(length * 2 + PADDING);
  resetFields();
  clearConversation();
  clearWire();
  const stop = skipSpace(readEnvelope(skipSpace(p)));
  const understood = stop == end && finishConversation() && finishWire();
  store<u8>(end, behind);
  return <i32>understood;
}

// What `lookThrough` found: bytes above 127; a key of a reasoning token, or a string that ends like one.
let nonAscii: bool = false;
let reasoning: bool = false;

/**
 * Looks through a whole line at once. Reasoning tokens (src/events/wire/reasoning-tokens.ts) are rare, stand anywhere in
 * the history that is skipped otherwise, and are the slow path's business.
 */
function lookThrough(p: usize, end: usize): void {
  // A token has 24 bytes at least, so that its key begins before the last, incomplete block.
  const wholeEnd = p + ((end - p) & ~15);
  let bits = i64x2.splat(0);
  reasoning = false;
  while (p < wholeEnd) {
    const block = v128.load(p);
    bits = v128.or(bits, block);
    // Bytes 0, 1 and 8 of `ignature"`, and bytes 0, 2 and 3 of `ted_`.
    const signature = v128.and(
      i8x16.eq(block, i8x16.splat(0x69)),
      v128.and(i8x16.eq(v128.load(p, 1), i8x16.splat(0x67)), i8x16.eq(v128.load(p, 8), i8x16.splat(0x22))),
    );
    const opaque = v128.and(
      i8x16.eq(block, i8x16.splat(0x74)),
      v128.and(i8x16.eq(v128.load(p, 2), i8x16.splat(0x64)), i8x16.eq(v128.load(p, 3), i8x16.splat(0x5f))),
    );
    let hits = i8x16.bitmask(v128.or(signature, opaque));
    for (; hits != 0; hits &= hits - 1) reasoning = reasoning || isReasoningKey(p + ctz(hits));
    p += 16;
  }
  let rest: u8 = 0;
  while (p < end) rest |= load<u8>(p++);
  nonAscii = i8x16.bitmask(bits) != 0 || rest > 127;
}

/** Whether `ignature"`, `ted_content"` or `ted_thinking"` stands here. */
function isReasoningKey(at: usize): bool {
  if (load<u64>(at) == 0x65727574616e6769) return true;
  if (load<u32>(at) != 0x5f646574) return false;
  // "content" and "thinking", as little-endian words.
  const word = load<u64>(at, 4);
  return word == 0x22746e65746e6f63 || word == 0x676e696b6e696874;
}

const REQUIRED: u64 =
  ((<u64>1) << Word.Time) | ((<u64>1) << Word.Account) | ((<u64>1) << Word.Provider) | ((<u64>1) << Word.Request);

function readEnvelope(p: usize): usize {
  let seen: u64 = 0;
  let provider: i32 = 0;
  // Where a body stands that came before its provider.
  let request: usize = 0;
  let response: usize = 0;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.Time:
        p = readString(p);
        if (p == 0 || !readTime(textPtr, textLen)) return 0;
        setTime(timeMs);
        break;
      case Word.RequestId:
        p = readField(p, Field.RequestId);
        break;
      case Word.Account:
        p = readField(p, Field.Account);
        break;
      case Word.Organization:
        p = readField(p, Field.Organization);
        break;
      case Word.ApiKey:
        p = readField(p, Field.ApiKey);
        break;
      case Word.Session:
        p = readField(p, Field.Session);
        break;
      case Word.Client:
        p = readClient(p);
        break;
      case Word.Provider:
        p = readWord(p);
        if (p == 0 || valueWord < Word.Anthropic || valueWord > Word.Gemini) return 0;
        provider = valueWord;
        setString(Field.Provider, textPtr, textLen);
        break;
      case Word.Endpoint:
        p = readEndpoint(p);
        break;
      case Word.Status:
        p = readNumber(p, Count.Status, 100, 599);
        break;
      case Word.Request:
        if (provider == 0) request = p;
        p = provider == 0 ? skipValue(p) : readRequest(p, provider);
        break;
      case Word.Response:
        if (provider == 0) response = p;
        p = provider == 0 ? skipValue(p) : readResponse(p, provider);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  if ((seen & REQUIRED) != REQUIRED || !hasString(Field.Account)) return 0;
  if (request != 0 && readRequest(request, provider) == 0) return 0;
  if (response != 0 && readResponse(response, provider) == 0) return 0;
  return close(p);
}

/** Reads a string or null; null and an empty string count as absent. */
function readField(p: usize, field: i32): usize {
  if (isNull(p)) return p + 4;
  p = readString(p);
  if (p != 0 && textLen != 0) setString(field, textPtr, textLen);
  return p;
}

/** Reads a number in the range, or null, which counts as absent. */
function readNumber(p: usize, count: i32, least: i32, most: i32): usize {
  if (isNull(p)) return p + 4;
  p = readCount(p);
  if (p == 0 || countValue < least || countValue > most) return 0;
  setCount(count, countValue);
  return p;
}

/** Batch lines are wrapped in other ways, which the slow path knows. */
function readEndpoint(p: usize): usize {
  if (isNull(p)) return p + 4;
  p = readField(p, Field.Endpoint);
  return p != 0 && wordAt(textPtr, textLen) != Word.Batch ? p : 0;
}

function readClient(p: usize): usize {
  if (isNull(p)) return p + 4;
  let seen: u64 = 0;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.Ip:
        p = readField(p, Field.Ip);
        break;
      case Word.Asn:
        p = readNumber(p, Count.Asn, 1, i32.MAX_VALUE);
        break;
      case Word.Country:
        p = readCountry(p);
        break;
      case Word.UserAgent:
        p = readField(p, Field.UserAgent);
        break;
      case Word.Tls:
        p = readField(p, Field.Tls);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  return close(p);
}

/** At most 16 ASCII characters, none of lower case; other spellings are the slow path's. */
function readCountry(p: usize): usize {
  if (isNull(p)) return p + 4;
  p = readField(p, Field.Country);
  if (p == 0 || textLen > 16) return 0;
  for (let i: usize = 0; i < textLen; i++) {
    const c = load<u8>(textPtr + i);
    if (c > 0x7f || <u32>c - 0x61 < 26) return 0;
  }
  return p;
}

function readRequest(p: usize, provider: i32): usize {
  if (provider == Word.Anthropic) return readAnthropicRequest(p);
  return provider == Word.OpenAi ? readOpenAiRequest(p) : readGeminiRequest(p);
}

function readResponse(p: usize, provider: i32): usize {
  if (isNull(p)) return p + 4;
  if (provider == Word.Anthropic) return readAnthropicResponse(p);
  return provider == Word.OpenAi ? readOpenAiResponse(p) : readGeminiResponse(p);
}
