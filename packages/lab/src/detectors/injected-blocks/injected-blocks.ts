import type { Engine } from "../../engine/engine.ts";
import { heavySegments, segmentsOfRequests } from "../../engine/queries/text-groups.ts";
import { UnionFind } from "../union-find.ts";

/** Two segments belong to one block if they stand together in at least this share of the rarer one's requests… */
const LEAST_OF_RARER = 0.6;
/** …and of the commoner one's. */
const LEAST_OF_COMMONER = 0.5;
/** A request carries a block if it has at least this share of the block's segments. */
const LEAST_SHARE_OF_BLOCK = 0.3;

/** A stretch of text that unrelated payers put into different requests. */
export interface InjectedBlock {
  /** Containment hashes, ascending. */
  readonly segments: readonly bigint[];
  readonly requests: readonly number[];
}

/**
 * D2: fixed blocks inside requests that otherwise differ, as heavy hitters over distinct payers.
 *
 * Segments come from winnowing (Schleimer, Wilkerson and Aiken 2003): a block of 23 tokens always leaves
 * one. Segments that stand together are one block, so that a block counts once.
 *
 * @param least - `payers` who share a segment, `texts` that are distinct (verbatim copies are one text)
 */
export async function findInjectedBlocks(
  engine: Engine,
  least: { readonly payers: number; readonly texts: number },
): Promise<readonly InjectedBlock[]> {
  const table = "heavy_segments";
  await engine.run(heavySegments(engine.dialect, table, least));
  const segments = await readSegments(engine, table);
  if (segments.keys.length === 0) return [];
  const blocks = await joinSegments(engine, table, segments);
  return collectRequests(engine, table, segments, blocks);
}

interface Segments {
  readonly keys: readonly bigint[];
  readonly counts: readonly number[];
  readonly indexOf: ReadonlyMap<bigint, number>;
}

async function readSegments(engine: Engine, table: string): Promise<Segments> {
  const rows = await engine.query(`SELECT key, requests FROM ${table} ORDER BY key`);
  const keys = [...rows.bigints("key")];
  return {
    keys,
    counts: [...rows.numbers("requests")],
    indexOf: new Map(keys.map((key, index) => [key, index])),
  };
}

/** Calls back once per request with the indexes of its heavy segments, commonest first. */
async function eachRequest(
  engine: Engine,
  table: string,
  segments: Segments,
  visit: (request: number, indexes: readonly number[]) => void,
): Promise<void> {
  let current = -1;
  let indexes: number[] = [];
  await engine.stream(segmentsOfRequests(table), (piece) => {
    const requests = piece.integers("request_no");
    const keys = piece.bigints("key");
    for (let row = 0; row < piece.rows; row++) {
      const request = requests[row] ?? 0;
      if (request !== current) {
        if (indexes.length > 0) visit(current, indexes);
        current = request;
        indexes = [];
      }
      const index = segments.indexOf.get(keys[row] ?? 0n);
      if (index !== undefined) indexes.push(index);
    }
  });
  if (indexes.length > 0) visit(current, indexes);
}

/** Segments with neighbouring frequencies in one request are counted as a pair: linear in the segments. */
async function joinSegments(engine: Engine, table: string, segments: Segments): Promise<UnionFind> {
  const together = new Map<number, number>();
  const size = segments.keys.length;
  await eachRequest(engine, table, segments, (_, indexes) => {
    for (let at = 1; at < indexes.length; at++) {
      const left = indexes[at - 1] ?? 0;
      const right = indexes[at] ?? 0;
      const pair = Math.min(left, right) * size + Math.max(left, right);
      together.set(pair, (together.get(pair) ?? 0) + 1);
    }
  });
  const sets = new UnionFind(size);
  for (const [pair, count] of together) {
    const left = Math.floor(pair / size);
    const right = pair % size;
    const a = segments.counts[left] ?? 0;
    const b = segments.counts[right] ?? 0;
    if (count >= LEAST_OF_RARER * Math.min(a, b) && count >= LEAST_OF_COMMONER * Math.max(a, b)) {
      sets.union(left, right);
    }
  }
  return sets;
}

async function collectRequests(
  engine: Engine,
  table: string,
  segments: Segments,
  sets: UnionFind,
): Promise<readonly InjectedBlock[]> {
  const keysOf = new Map<number, bigint[]>();
  segments.keys.forEach((key, index) => {
    const root = sets.find(index);
    const keys = keysOf.get(root);
    if (keys) keys.push(key);
    else keysOf.set(root, [key]);
  });
  const requests = new Map<number, number[]>();
  await eachRequest(engine, table, segments, (request, indexes) => {
    const seen = new Map<number, number>();
    for (const index of indexes) {
      const root = sets.find(index);
      seen.set(root, (seen.get(root) ?? 0) + 1);
    }
    for (const [root, count] of seen) {
      if (count < LEAST_SHARE_OF_BLOCK * (keysOf.get(root)?.length ?? 1)) continue;
      const list = requests.get(root);
      if (list) list.push(request);
      else requests.set(root, [request]);
    }
  });
  return [...requests]
    .sort(([a], [b]) => a - b)
    .map(([root, list]) => ({
      segments: keysOf.get(root) ?? [],
      requests: list,
    }));
}
