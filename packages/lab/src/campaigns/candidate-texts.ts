import type { Engine } from "../engine/engine.ts";
import { textsOfSeeds } from "../engine/queries/seed-profiles.ts";
import { SHAPE_BITS } from "../sketches/sketch.ts";
import type { Candidate } from "./candidates.ts";
import { isText } from "./seeds.ts";

/** Which text each request of a candidate has, and how it was answered; in time order, members or not. */
export interface CandidateTexts {
  readonly requestNo: Int32Array;
  readonly account: Int32Array;
  readonly timeMs: Float64Array;
  readonly model: Int32Array;
  readonly textHash: BigInt64Array;
  /** 1 where the model refused. */
  readonly refused: Uint8Array;
  /** Seed number. */
  readonly family: Int32Array;
}

/** Reads the texts of a candidate's template and block seeds; a request of several seeds counts for the first. */
export async function readCandidateTexts(engine: Engine, candidate: Candidate): Promise<CandidateTexts> {
  const seeds = candidate.seeds.filter(isText).map((seed) => seed.no);
  if (seeds.length === 0) return NO_TEXTS;
  const rows = await engine.query(textsOfSeeds(seeds));
  return {
    requestNo: rows.integers("request_no"),
    account: rows.integers("account_no"),
    timeMs: Float64Array.from(rows.bigints("time_ms"), Number),
    model: rows.integers("model_no"),
    textHash: rows.bigints("text_hash"),
    refused: Uint8Array.from(rows.integers("shape"), (shape) => ((shape & SHAPE_BITS.refusal) === 0 ? 0 : 1)),
    family: rows.integers("seed_no"),
  };
}

/** Of a candidate without a common text. */
export const NO_TEXTS: CandidateTexts = {
  requestNo: new Int32Array(0),
  account: new Int32Array(0),
  timeMs: new Float64Array(0),
  model: new Int32Array(0),
  textHash: new BigInt64Array(0),
  refused: new Uint8Array(0),
  family: new Int32Array(0),
};

/** Keeps the requests of some accounts. */
export function textsOf(texts: CandidateTexts, accounts: ReadonlySet<number>): CandidateTexts {
  const kept = [...texts.account.keys()].filter((row) => accounts.has(texts.account[row] ?? -1));
  const integers = (column: Int32Array): Int32Array => Int32Array.from(kept, (row) => column[row] ?? 0);
  return {
    requestNo: integers(texts.requestNo),
    account: integers(texts.account),
    timeMs: Float64Array.from(kept, (row) => texts.timeMs[row] ?? 0),
    model: integers(texts.model),
    textHash: BigInt64Array.from(kept, (row) => texts.textHash[row] ?? 0n),
    refused: Uint8Array.from(kept, (row) => texts.refused[row] ?? 0),
    family: integers(texts.family),
  };
}
