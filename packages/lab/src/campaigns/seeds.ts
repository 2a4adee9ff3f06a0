import type { Engine } from "../engine/engine.ts";
import {
  seedAccounts,
  seedProfiles,
  seedRequestsWithout,
  seedTexts,
} from "../engine/queries/seed-profiles.ts";
import { SEED_REQUESTS } from "../engine/tables.ts";
import { INTENT_BITS, SHAPE_BITS } from "../sketches/sketch.ts";

/**
 * What the accounts of a seed have in common: a text (template, block), the model's own reasoning tokens or answers
 * (replay, echo), or payment, devices and places (identity).
 */
export type SeedKind = "template" | "block" | "replay" | "echo" | "identity";

/** Requests that a detector found to belong together. */
export interface SeedGroup {
  readonly kind: SeedKind;
  readonly requests: readonly number[];
}

/** What a group of this kind is called where it was spared. */
export const SEED_LABELS: Readonly<Record<SeedKind, string>> = {
  template: "accounts that share a template",
  block: "accounts that share a block of text",
  replay: "accounts that present each other's reasoning tokens",
  echo: "accounts that send back each other's answers",
  identity: "accounts that share payment instruments or devices",
};

/** Whether a seed is a text that its accounts share. */
export function isText(seed: Seed): boolean {
  return seed.kind === "template" || seed.kind === "block";
}

/** Something that several accounts share: where a search for a campaign starts. */
export interface Seed {
  readonly no: number;
  readonly kind: SeedKind;
  readonly requests: number;
  readonly payers: number;
  /** Distinct last user texts, where a text is shared: copies of one text are no harvest. */
  readonly texts: number;
  /** Distinct UTC hours with a request. */
  readonly hours: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Requests per intent and per response shape. */
  readonly intents: Readonly<Record<string, number>>;
  readonly shapes: Readonly<Record<string, number>>;
  /** Account number → its requests in this seed. */
  readonly accounts: ReadonlyMap<number, number>;
}

/**
 * Puts groups of requests into the engine as seeds and measures them there.
 * A seed's number is its group's place in the list. A seed without requests is not in the answer.
 *
 * @param leftOut - accounts whose requests count nowhere, since their use is declared
 */
export async function measureSeeds(
  engine: Engine,
  groups: readonly SeedGroup[],
  leftOut: ReadonlySet<number>,
): Promise<readonly Seed[]> {
  await writeSeedRequests(engine, groups, leftOut);
  const accounts = await readSeedAccounts(engine);
  const texts = await readSeedTexts(engine);
  const rows = await engine.query(seedProfiles(engine.dialect));
  const numbers = (name: string): Float64Array => rows.numbers(name);
  const seedNo = rows.integers("seed_no");
  const firstMs = rows.bigints("first_ms");
  const lastMs = rows.bigints("last_ms");
  const named = (names: readonly string[], prefix: string, row: number): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, numbers(`${prefix}_${name}`)[row] ?? 0]));
  return Array.from({ length: rows.rows }, (_, row): Seed => {
    const no = seedNo[row] ?? 0;
    return {
      no,
      kind: groups[no]?.kind ?? "template",
      requests: numbers("requests")[row] ?? 0,
      payers: numbers("payers")[row] ?? 0,
      texts: texts.get(no) ?? 0,
      hours: numbers("hours")[row] ?? 0,
      firstMs: Number(firstMs[row] ?? 0n),
      lastMs: Number(lastMs[row] ?? 0n),
      inputTokens: numbers("input_tokens")[row] ?? 0,
      outputTokens: numbers("output_tokens")[row] ?? 0,
      intents: named(Object.keys(INTENT_BITS), "intent", row),
      shapes: named(Object.keys(SHAPE_BITS), "shape", row),
      accounts: accounts.get(no) ?? new Map<number, number>(),
    };
  });
}

async function writeSeedRequests(
  engine: Engine,
  groups: readonly { readonly requests: readonly number[] }[],
  leftOut: ReadonlySet<number>,
): Promise<void> {
  // The table that the detectors read has no request of a left-out account, so that none of them need know.
  const table = leftOut.size === 0 ? SEED_REQUESTS : ALL_SEED_REQUESTS;
  await engine.create(table);
  const writer = await engine.writer(table);
  groups.forEach((group, no) => {
    writer.append(
      [new Int32Array(group.requests.length).fill(no), Int32Array.from(group.requests)],
      group.requests.length,
    );
  });
  writer.close();
  if (leftOut.size === 0) return;
  await engine.create(LEFT_OUT);
  const accounts = await engine.writer(LEFT_OUT);
  accounts.append([Int32Array.from(leftOut)], leftOut.size);
  accounts.close();
  await engine.run(seedRequestsWithout(engine.dialect, ALL_SEED_REQUESTS.name, LEFT_OUT.name));
}

const ALL_SEED_REQUESTS = { ...SEED_REQUESTS, name: "all_seed_requests" };
const LEFT_OUT = {
  name: "left_out_accounts",
  columns: { account_no: "int32" },
  sortedBy: ["account_no"],
} as const;

async function readSeedTexts(engine: Engine): Promise<ReadonlyMap<number, number>> {
  const rows = await engine.query(seedTexts(engine.dialect));
  const texts = rows.numbers("texts");
  return new Map(Array.from(rows.integers("seed_no"), (no, row) => [no, texts[row] ?? 0]));
}

async function readSeedAccounts(engine: Engine): Promise<ReadonlyMap<number, ReadonlyMap<number, number>>> {
  const seeds = new Map<number, Map<number, number>>();
  await engine.stream(seedAccounts(engine.dialect), (piece) => {
    const seedNo = piece.integers("seed_no");
    const accountNo = piece.integers("account_no");
    const requests = piece.numbers("requests");
    for (let row = 0; row < piece.rows; row++) {
      const no = seedNo[row] ?? 0;
      let accounts = seeds.get(no);
      if (!accounts) {
        accounts = new Map<number, number>();
        seeds.set(no, accounts);
      }
      accounts.set(accountNo[row] ?? 0, requests[row] ?? 0);
    }
  });
  return seeds;
}
