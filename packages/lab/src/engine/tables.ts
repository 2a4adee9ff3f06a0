import type { Table } from "./dialect.ts";

/** One row per request: the integers that any detector may group. */
export const REQUESTS: Table = {
  name: "requests",
  columns: {
    request_no: "int32",
    time_ms: "int64",
    account_no: "int32",
    model_no: "int32",
    status: "int16",
    input_tokens: "int32",
    output_tokens: "int32",
    intents: "int16",
    shape: "int16",
    language: "int16",
    system_key: "int64",
  },
  sortedBy: ["account_no", "time_ms"],
};

/** Band and segment hashes that were met at least twice (see sketches/admission.ts). */
export const TEXT_KEYS: Table = {
  name: "text_keys",
  columns: { kind: "int16", key: "int64", request_no: "int32" },
  sortedBy: ["kind", "key"],
};

/** Signature and text hash of each request that has a row in `text_keys`. */
export const CARRIERS: Table = {
  name: "carriers",
  columns: {
    request_no: "int32",
    account_no: "int32",
    text_hash: "int64",
    s0: "int64",
    s1: "int64",
    s2: "int64",
    s3: "int64",
    s4: "int64",
    s5: "int64",
    s6: "int64",
    s7: "int64",
  },
  sortedBy: ["request_no"],
};

/** What requests show of an account besides text; may repeat, readers take distinct rows. */
export const ATTRIBUTES: Table = {
  name: "attributes",
  columns: { account_no: "int32", kind: "int16", value: "int64" },
  sortedBy: ["kind", "value"],
};

/** Opaque reasoning tokens (`RequestEvent.reasoning`) that stood in answers and in requests. */
export const REPLAY_TOKENS: Table = {
  name: "replay_tokens",
  columns: {
    /** 64-bit hash. */
    token: "int64",
    request_no: "int32",
    account_no: "int32",
    /** 1: the answer issued it, 0: the request presented it. */
    issued: "int16",
    /** Hash of the session's name, 0 where the log names none. */
    session: "int64",
    time_ms: "int64",
  },
  sortedBy: ["token"],
};

/**
 * Requests whose prompt repeats segments of an answer that an account of another organization got before
 * (sketches/echo-filter.ts); an account whose organization the log does not name is one of its own.
 */
export const ECHOES: Table = {
  name: "echoes",
  columns: {
    request_no: "int32",
    account_no: "int32",
    /** The account whose answers hold most of the repeated segments. */
    source_account: "int32",
    /** Segments of the prompt that stood in answers of that and of other foreign accounts. */
    hits: "int16",
    /** Segments of the prompt in all. */
    segments: "int16",
  },
  sortedBy: ["account_no"],
};

/** Who pays for an account: accounts with the same number belong to one payer. */
export const PAYERS: Table = {
  name: "payers",
  columns: { account_no: "int32", payer_no: "int32" },
  sortedBy: ["account_no"],
};

/** Which request belongs to which seed (template family or injected block). */
export const SEED_REQUESTS: Table = {
  name: "seed_requests",
  columns: { seed_no: "int32", request_no: "int32" },
  sortedBy: ["seed_no"],
};
