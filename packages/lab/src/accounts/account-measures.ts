import type { Columns, Engine } from "../engine/engine.ts";
import type { Names } from "../engine/load-chunks.ts";
import {
  accountAttributes,
  accountDistinct,
  accountLanguages,
  accountPeak,
  accountSums,
  accountTexts,
  MINUTE_MS,
} from "../engine/queries/account-measures.ts";
import { DAY_MS, HOUR_MS } from "../engine/queries/seed-profiles.ts";
import { ATTRIBUTE_KINDS } from "../sketches/sketched-chunk.ts";
import { INTENT_BITS, SHAPE_BITS } from "../sketches/sketch.ts";
import type { AccountFacts } from "./account-facts.ts";
import { MEASURE_MEANINGS } from "./measure-meanings.ts";

/** Names of all measures, in the order in which they are shown; what each means: `MEASURE_MEANINGS`. */
export const ACCOUNT_MEASURES: readonly string[] = Object.keys(MEASURE_MEANINGS);

/** Figures of every account over the whole log: a float64 for each of the 36 names, so 288 bytes an account besides its facts. */
export interface AccountMeasures {
  readonly count: number;
  /**
   * A measure by account number; NaN where it is not known. Not to be written to.
   *
   * @throws RangeError if there is no measure of that name
   */
  of(name: string): Float64Array;
}

/** A language counts for an account from this many requests and this share of those in a known language on. */
const LEAST_REQUESTS_OF_LANGUAGE = 2;
const LEAST_SHARE_OF_LANGUAGE = 0.03;
/** Hours of an account's night: its quietest in a row, since nobody says in which time zone it lives. */
const NIGHT_HOURS = 6;

/** Measures all accounts: eight streamed queries, none of which grows with anything but accounts. */
export async function readAccountMeasures(
  engine: Engine,
  names: Names,
  facts: AccountFacts,
): Promise<AccountMeasures> {
  const measures = openMeasures(names.accounts.length);
  addFacts(measures, facts);
  const { dialect } = engine;
  await engine.stream(accountSums(dialect), (piece) => {
    addSums(piece, measures);
  });
  for (const [name, width] of Object.entries(PEAKS)) {
    await engine.stream(accountPeak(dialect, width), (piece) => {
      copy(piece, "most", measures.of(name));
    });
  }
  await engine.stream(accountDistinct(dialect, "model_no", "counts"), (piece) => {
    copy(piece, "distinct_values", measures.of("models"));
  });
  const systems = measures.of("systems");
  facts.requests.forEach((requests, account) => {
    if (requests > 0) systems[account] = 0;
  });
  await engine.stream(accountDistinct(dialect, "system_key", "is nothing"), (piece) => {
    copy(piece, "distinct_values", systems);
  });
  await readLanguages(engine, measures.of("languages"));
  await engine.stream(accountAttributes(dialect, Object.values(ATTRIBUTE_MEASURES)), (piece) => {
    const kinds = piece.integers("kind");
    for (const [name, kind] of Object.entries(ATTRIBUTE_MEASURES)) {
      copy(piece, "distinct_values", measures.of(name), (row) => kinds[row] === kind);
    }
  });
  await readRepeats(engine, measures.of("repeated_share"), facts);
  return measures;
}

const PEAKS = { busiest_hour: HOUR_MS, busiest_minute: MINUTE_MS } as const;

const ATTRIBUTE_MEASURES = {
  networks: ATTRIBUTE_KINDS.network,
  user_agents: ATTRIBUTE_KINDS.userAgent,
  tls_prints: ATTRIBUTE_KINDS.tls,
} as const;

/** Measures of which nothing is known yet. */
export function openMeasures(count: number): AccountMeasures {
  const columns = new Map(
    ACCOUNT_MEASURES.map((name) => [name, new Float64Array(count).fill(Number.NaN)] as const),
  );
  return {
    count,
    of: (name) => {
      const column = columns.get(name);
      if (column === undefined) throw new RangeError(`there is no account measure "${name}"`);
      return column;
    },
  };
}

function addFacts(measures: AccountMeasures, facts: AccountFacts): void {
  for (let account = 0; account < facts.count; account++) {
    const requests = facts.requests[account] ?? 0;
    if (requests === 0) continue;
    const set = (name: string, value: number): void => {
      measures.of(name)[account] = value;
    };
    const hours = facts.hourOfDay.subarray(account * 24, account * 24 + 24);
    const activeDays = facts.activeDays[account] ?? 1;
    const first = facts.firstMs[account] ?? 0;
    set("active_days", activeDays);
    set("requests_per_active_day", requests / activeDays);
    set("span_days", ((facts.lastMs[account] ?? 0) - first) / DAY_MS);
    set("peak_day_share", (facts.peakDay[account] ?? 0) / requests);
    set("age_days", (first - (facts.createdMs[account] ?? Number.NaN)) / DAY_MS);
    set("hours_of_day", hours.filter((count) => count > 0).length);
    set("night_share", quietest(hours) / requests);
  }
}

function quietest(hours: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < hours.length; start++) {
    let sum = 0;
    for (let hour = start; hour < start + NIGHT_HOURS; hour++) sum += hours[hour % hours.length] ?? 0;
    least = Math.min(least, sum);
  }
  return least;
}

function addSums(piece: Columns, measures: AccountMeasures): void {
  const accounts = piece.integers("account_no");
  const requests = piece.numbers("requests");
  copy(piece, "requests", measures.of("requests"));
  copy(piece, "input_tokens", measures.of("input_tokens"));
  copy(piece, "output_tokens", measures.of("output_tokens"));
  const share = (column: string, name: string, of: (row: number) => number): void => {
    const counts = piece.numbers(column);
    const target = measures.of(name);
    accounts.forEach((account, row) => {
      const whole = of(row);
      target[account] = whole > 0 ? (counts[row] ?? 0) / whole : Number.NaN;
    });
  };
  const all = (row: number): number => requests[row] ?? 0;
  const answered = piece.numbers("answered");
  const input = piece.numbers("input_tokens");
  const output = piece.numbers("output_tokens");
  // Where no answer was ever recorded, nothing is known of its length.
  share("output_tokens", "output_input_ratio", (row) => ((output[row] ?? 0) > 0 ? (input[row] ?? 0) : 0));
  share("shape_refusal", "refusal_share", (row) => answered[row] ?? 0);
  share("limited", "limited_share", all);
  for (const name of Object.keys(INTENT_BITS)) share(`intent_${name}`, `intent_${name}`, all);
  for (const name of Object.keys(SHAPE_BITS)) share(`shape_${name}`, `shape_${name}`, all);
}

function copy(
  piece: Columns,
  column: string,
  target: Float64Array,
  where: (row: number) => boolean = () => true,
): void {
  const accounts = piece.integers("account_no");
  const values = piece.numbers(column);
  for (let row = 0; row < piece.rows; row++) {
    if (where(row)) target[accounts[row] ?? 0] = values[row] ?? Number.NaN;
  }
}

async function readLanguages(engine: Engine, target: Float64Array): Promise<void> {
  let current = -1;
  let counts: number[] = [];
  const close = (): void => {
    if (current < 0) return;
    const known = counts.reduce((sum, count) => sum + count, 0);
    target[current] = counts.filter(
      (count) => count >= LEAST_REQUESTS_OF_LANGUAGE && count >= known * LEAST_SHARE_OF_LANGUAGE,
    ).length;
  };
  await engine.stream(accountLanguages(engine.dialect), (piece) => {
    const accounts = piece.integers("account_no");
    const requests = piece.numbers("requests");
    for (let row = 0; row < piece.rows; row++) {
      const account = accounts[row] ?? 0;
      if (account !== current) {
        close();
        current = account;
        counts = [];
      }
      counts.push(requests[row] ?? 0);
    }
  });
  close();
}

/** A request is a repeat where an earlier carrier of its account has the same text. */
async function readRepeats(engine: Engine, target: Float64Array, facts: AccountFacts): Promise<void> {
  facts.requests.forEach((requests, account) => {
    if (requests > 0) target[account] = 0;
  });
  await engine.stream(accountTexts(engine.dialect), (piece) => {
    const accounts = piece.integers("account_no");
    const requests = piece.numbers("requests");
    const texts = piece.numbers("texts");
    for (let row = 0; row < piece.rows; row++) {
      const account = accounts[row] ?? 0;
      const all = facts.requests[account] ?? 0;
      if (all > 0) target[account] = ((requests[row] ?? 0) - (texts[row] ?? 0)) / all;
    }
  });
}
