import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** The shipped corpora that are public evaluation sets, and may be redistributed (corpora/NOTICE.md). */
const EVALUATION_SETS = [
  "anthropic_model_written_evals",
  "arena_hard_v01",
  "bbh_eval_run",
  "bfcl_function_calling",
];

interface ListMaker {
  readonly evaluationListOf: (name: string, texts: readonly string[]) => { readonly hashes: BigUint64Array };
  readonly encodeEvaluationList: (list: { readonly hashes: BigUint64Array }) => Uint8Array;
}

/**
 * Writes the hashes of the public evaluation sets among the shipped corpora into packages/lab/evaluations, one file a
 * set, in the set's own order: `node packages/testkit/dist/compose-evaluation-hashes.js`, after a build.
 */
async function main(): Promise<void> {
  const corpora = fileURLToPath(new URL("../corpora/prompts/", import.meta.url));
  const out = fileURLToPath(new URL("../../lab/evaluations/", import.meta.url));
  const maker = (await import(
    new URL("../../lab/dist/detectors/coverage/evaluation-lists.js", import.meta.url).href
  )) as ListMaker;
  mkdirSync(out, { recursive: true });
  for (const set of EVALUATION_SETS) {
    const list = maker.evaluationListOf(set, promptsOf(join(corpora, `${set}.jsonl.gz`)));
    writeFileSync(join(out, `${set}.hashes`), maker.encodeEvaluationList(list));
    process.stdout.write(`${set}: ${String(list.hashes.length)} positions\n`);
  }
}

function promptsOf(path: string): string[] {
  return gunzipSync(readFileSync(path))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { readonly prompt: string }).prompt);
}

await main();
