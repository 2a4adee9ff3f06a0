/**
 * Template mining with the npm package `minhash`, used as its README shows: 128 permutations over 4-word shingles, an
 * index of 32 bands of 4 rows; matches are verified by the estimated Jaccard similarity. The join to groups is ours.
 *
 *     node benchmarks/dist/mine-minhash.js PROMPTS GROUPS FOLDER ROWS
 */
import "./record-usage.ts";
import { readFileSync, writeFileSync } from "node:fs";
import minhash from "minhash";
import { UnionFind } from "../../packages/lab/dist/detectors/union-find.js";

const SHINGLE = 4;
/** The same share of equal values as ours (29 of 64). */
const LEAST_JACCARD = 29 / 64;

const [path = "", groups = "", , rows = "0"] = process.argv.slice(2);
const index = new minhash.LshIndex({ bandSize: 4 });
const hashes: InstanceType<typeof minhash.Minhash>[] = [];
const sets = new UnionFind(Number(rows));

for (const line of readFileSync(path, "utf8").split("\n", Number(rows))) {
  const hash = sketch((JSON.parse(line) as Line).request.messages[0]?.content ?? "");
  const number = hashes.length;
  hashes.push(hash);
  index.insert(String(number), hash);
  for (const key of index.query(hash)) {
    const other = Number(key);
    // Comparing signatures costs more than looking whether they are together already.
    if (sets.find(other) === sets.find(number)) continue;
    const otherHash = hashes[other];
    if (otherHash && otherHash.jaccard(hash) >= LEAST_JACCARD) sets.union(other, number);
  }
}
writeFileSync(
  groups,
  Int32Array.from({ length: Number(rows) }, (_, prompt) => sets.find(prompt)),
);

interface Line {
  readonly request: { readonly messages: readonly { readonly content: string }[] };
}

function sketch(text: string): InstanceType<typeof minhash.Minhash> {
  const hash = new minhash.Minhash({ numPerm: 128, seed: 1 });
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  for (let at = 0; at + SHINGLE <= words.length; at++) hash.update(words.slice(at, at + SHINGLE).join(" "));
  return hash;
}
