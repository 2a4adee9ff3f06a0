/**
 * Template mining by hand-written SQL in ClickHouse (npm package `chdb`): 4-word shingles, MinHash of 32 permutations,
 * 16 bands of 2 rows, star edges verified by the signatures. The join to groups is the same union-find as ours.
 *
 *     node benchmarks/dist/mine-chdb.js PROMPTS GROUPS FOLDER ROWS
 */
import "./record-usage.ts";
import { writeFileSync } from "node:fs";
import { UnionFind } from "../../packages/lab/dist/detectors/union-find.js";
import { loadChdb } from "./chdb-package.ts";

const PERMUTATIONS = 32;
const BAND_ROWS = 2;
/** An edge needs this many equal values, the same share as ours (29 of 64). */
const LEAST_MATCHES = 15;

const [prompts = "", groups = "", folder = "", rows = "0"] = process.argv.slice(2);
const chdb = loadChdb();
if (!chdb) throw new Error("chdb is not installed");
const session = new chdb.Session(folder);
const run = (sql: string): void => {
  session.query(sql, "CSV");
};

run("CREATE DATABASE mining ENGINE = Atomic");
run("SET max_threads = 2");
run(
  `CREATE TABLE mining.signatures ENGINE = Memory AS WITH
     splitByNonAlpha(lower(tupleElement(request.messages[1], 'content'))) AS words,
     arrayMap(word -> cityHash64(word), words) AS w,
     toInt64(length(w)) - 3 AS n,
     arrayMap((a, b, c, d) -> intHash64(a + 3 * b + 5 * c + 7 * d),
       arraySlice(w, 1, n), arraySlice(w, 2, n), arraySlice(w, 3, n), arraySlice(w, 4, n)) AS shingles
   SELECT toUInt32(request_id) AS id, [${permutations().join(", ")}] AS signature
   FROM file('${prompts}', 'JSONEachRow', 'request_id String, request Tuple(messages Array(Tuple(content String)))')
   WHERE n > 0 SETTINGS max_threads = 2, input_format_json_ignore_unknown_keys_in_named_tuple = 1`,
);
run(
  `CREATE TABLE mining.bands ENGINE = Memory AS
   SELECT id, cityHash64(band, signature[2 * band + 1], signature[2 * band + 2]) AS key FROM mining.signatures
   ARRAY JOIN range(${String(PERMUTATIONS / BAND_ROWS)}) AS band SETTINGS max_threads = 2`,
);
const edges = session.query(
  `SELECT e.member, e.anchor FROM
     (SELECT DISTINCT b.id AS member, k.anchor AS anchor FROM mining.bands AS b
      INNER JOIN (SELECT key, min(id) AS anchor FROM mining.bands GROUP BY key HAVING count() > 1) AS k ON b.key = k.key
      WHERE b.id <> k.anchor) AS e
   INNER JOIN mining.signatures AS m ON m.id = e.member
   INNER JOIN mining.signatures AS a ON a.id = e.anchor
   WHERE arrayCount((x, y) -> x = y, m.signature, a.signature) >= ${String(LEAST_MATCHES)}
   SETTINGS max_threads = 2`,
  "CSV",
);
session.cleanup();

const sets = new UnionFind(Number(rows));
for (const line of edges.split("\n")) {
  const comma = line.indexOf(",");
  if (comma > 0) sets.union(Number(line.slice(0, comma)), Number(line.slice(comma + 1)));
}
writeFileSync(
  groups,
  Int32Array.from({ length: Number(rows) }, (_, prompt) => sets.find(prompt)),
);

/** A 64-bit mixer over the shingle and a seed; multiply-add modulo 2^64 was no faster and found no more. */
function permutations(): string[] {
  let state = 0x9e3779b97f4a7c15n;
  return Array.from({ length: PERMUTATIONS }, () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return `arrayMin(arrayMap(s -> intHash64(bitXor(s, toUInt64(${String(state)}))), shingles))`;
  });
}
