import { readString, skipSpace, stringStops, textLen, textPtr } from "./json";

/**
 * The words that the scanner knows, as keys and as values, in one table: a word is recognised by one load, one
 * multiplication and one comparison of at most 32 bytes.
 *
 * A slot is 48 bytes: the first 16 bytes of the word (the rest zero), its last 16 bytes where it is longer than 16,
 * its length and its code.
 */
const SLOT: usize = 48;
const SLOTS: usize = 512;
const LONGEST: usize = 32;
const table: usize = memory.data(512 * 48, 16);
/** At 16 × n: n bytes of ones, then zeros. */
const prefixMasks: usize = memory.data(17 * 16, 16);

/**
 * Codes of the words, in the order of `WORDS`. Those that can be keys have codes below 64, so that a set of keys fits
 * into 64 bits; the values follow.
 */
export const enum Word {
  None,
  Time,
  RequestId,
  Account,
  Organization,
  ApiKey,
  Session,
  Client,
  Ip,
  Asn,
  Country,
  UserAgent,
  Tls,
  Provider,
  Endpoint,
  Status,
  Request,
  Response,
  Model,
  ModelVersion,
  System,
  Messages,
  Role,
  Content,
  Contents,
  Parts,
  Type,
  Text,
  Thought,
  Message,
  Instructions,
  Input,
  Output,
  Choices,
  FinishReason,
  Refusal,
  IncompleteDetails,
  Reason,
  StopReason,
  Usage,
  InputTokens,
  OutputTokens,
  CacheReadInputTokens,
  CacheCreationInputTokens,
  PromptTokens,
  CompletionTokens,
  SystemInstruction,
  SystemInstructionSnake,
  Candidates,
  FinishReasonCamel,
  PromptFeedback,
  BlockReason,
  UsageMetadata,
  PromptTokenCount,
  CandidatesTokenCount,
  ThoughtsTokenCount,
  Anthropic,
  OpenAi,
  Gemini,
  Batch,
  User,
  Human,
  Developer,
  InputText,
  OutputText,
  ContentFilter,
  Safety,
  Recitation,
  Blocklist,
  ProhibitedContent,
  Spii,
  ImageSafety,
  /** Keys that only the slow path understands: `readKey` refuses them. */
  Foreign,
}

const WORDS =
  "time request_id account organization api_key session client ip asn country user_agent tls provider endpoint " +
  "status request response model modelVersion system messages role content contents parts type text thought message " +
  "instructions input output choices finish_reason refusal incomplete_details reason stop_reason usage " +
  "input_tokens output_tokens cache_read_input_tokens cache_creation_input_tokens prompt_tokens " +
  "completion_tokens systemInstruction system_instruction candidates finishReason promptFeedback blockReason " +
  "usageMetadata promptTokenCount candidatesTokenCount thoughtsTokenCount " +
  "anthropic openai gemini batch user human developer input_text output_text content_filter " +
  "SAFETY RECITATION BLOCKLIST PROHIBITED_CONTENT SPII IMAGE_SAFETY ";

const FOREIGN =
  "guardContent message_content params result body config usage_metadata prompt_token_count " +
  "candidates_token_count thoughts_token_count ";

for (let n: usize = 0; n <= 16; n++) memory.fill(prefixMasks + n * 16, 0xff, n);
addWords(WORDS, Word.Time, 1);
addWords(FOREIGN, Word.Foreign, 0);

/** Adds ASCII words, each with a blank behind it; the codes begin at `code` and rise by `step`. */
function addWords(list: string, code: i32, step: i32): void {
  const bytes = memory.data(64, 16);
  let length: usize = 0;
  memory.fill(bytes, 0, 64);
  for (let i = 0; i < list.length; i++) {
    const c = <u8>list.charCodeAt(i);
    if (c != 0x20) {
      store<u8>(bytes + length++, c);
      continue;
    }
    const slot = slotOf(v128.load(bytes), bytes, length);
    v128.store(slot, v128.load(bytes));
    v128.store(slot + 16, length > 16 ? v128.load(bytes + length - 16) : i64x2.splat(0));
    store<u32>(slot + 32, <u32>length);
    store<i32>(slot + 36, code);
    code += step;
    memory.fill(bytes, 0, 64);
    length = 0;
  }
}

/** The slot that holds the word, or the free one where it would stand. `head` is its first 16 bytes, cut with zeros. */
function slotOf(head: v128, p: usize, length: usize): usize {
  const mixed =
    (i64x2.extract_lane(head, 0) ^ (i64x2.extract_lane(head, 1) * 0x2545f4914f6cdd1d) ^ (<i64>length << 56)) *
    0x5851f42d4c957f2d;
  let slot = table + (<usize>(<u64>mixed >> 55)) * SLOT;
  while (true) {
    const slotLength = load<u32>(slot + 32);
    if (slotLength == 0) return slot;
    if (
      slotLength == <u32>length &&
      !v128.any_true(v128.xor(v128.load(slot), head)) &&
      (length <= 16 || !v128.any_true(v128.xor(v128.load(slot + 16), v128.load(p + length - 16))))
    ) {
      return slot;
    }
    slot += SLOT;
    if (slot == table + SLOTS * SLOT) slot = table;
  }
}

/** The code of the word at `p`, 0 where it is not known. */
export function wordAt(p: usize, length: usize): i32 {
  if (length > LONGEST) return 0;
  const mask = v128.load(prefixMasks + min<usize>(length, 16) * 16);
  return load<i32>(slotOf(v128.and(v128.load(p), mask), p, length) + 36);
}

/** Code of the key that `readKey` read. */
export let keyWord: i32 = 0;

/** From a key's opening quote to its value; the key is in `keyWord`. Refuses keys with escapes and foreign ones. */
export function readKey(p: usize): usize {
  if (load<u8>(p) != 0x22) return 0;
  p++;
  const stops = stringStops(p);
  let end: usize;
  if (stops != 0) {
    const length = <usize>ctz(stops);
    end = p + length;
    if (load<u8>(end) != 0x22) return 0;
    const head = v128.and(v128.load(p), v128.load(prefixMasks + length * 16));
    keyWord = load<i32>(slotOf(head, p, length) + 36);
  } else {
    end = p + 16;
    let more = stringStops(end);
    while (more == 0) {
      end += 16;
      more = stringStops(end);
    }
    end += ctz(more);
    if (load<u8>(end) != 0x22) return 0;
    keyWord = wordAt(p, end - p);
  }
  if (keyWord == Word.Foreign) return 0;
  end++;
  if (load<u8>(end) != 0x3a) {
    end = skipSpace(end);
    if (load<u8>(end) != 0x3a) return 0;
  }
  return skipSpace(end + 1);
}

/** The key as a member of a set of keys; unknown keys are in none. */
export function keyBit(key: i32): u64 {
  return (<u64>1 << key) & ~1;
}

/**
 * Whether the object has shown the key already. Codes from 64 on (values, which are keys nowhere) share bits with the
 * first ones, which can only make the scanner refuse a line.
 */
export function hasKey(keys: u64, key: i32): bool {
  return (keys & keyBit(key)) != 0;
}

/** Code of the word that `readWord` read, `Word.None` where it is not known. */
export let valueWord: i32 = 0;

/** Reads a string (no other type) of which only matters which of the known words it is. */
export function readWord(p: usize): usize {
  p = readString(p);
  if (p != 0) valueWord = wordAt(textPtr, textLen);
  return p;
}
