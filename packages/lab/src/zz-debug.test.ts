import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { it } from "vitest";
import { detect } from "./detect.ts";
import { LOG_START_MS, smallLog } from "./small-log.fixture.ts";
it("x", async () => {
  const folder = await mkdtemp(join(tmpdir(), "stillwatch-zz-"));
  for (const c of [{ campaign: true, lookAlike: true, busy: true },{ campaign: true, lookAlike: true },{ campaign: true, busy:true },{ campaign: true}]) {
  const log = smallLog(c);
  const w = async (n: string, l: string[]) => { const p = join(folder, n); await writeFile(p, l.join("\n")); return { path: n, absolutePath: p, modifiedMs: 0 }; };
  const t=Date.now();
  const r = await detect({
    sources: [await w("log.ndjson", [...log.lines])], format: undefined, mapping: undefined,
    sideTables: { accounts: await w("a.ndjson", log.accounts.map((x) => JSON.stringify(x))), enforcement: undefined, releases: undefined, "declared-use": undefined },
    fdr: 0.05, seed: 1, workers: 0, engineThreads: 2, engineMegabytes: 500, standardInput: Readable.from([]), temporaryRoot: folder,
    nowMs: LOG_START_MS + 8 * 86400000, version: "t", onRejected: async () => {}, onProgress: () => undefined, onStep: () => undefined, signal: new AbortController().signal,
  });
  console.log(JSON.stringify(c), log.lines.length, Date.now()-t);
  for (const [k, l] of [["C", r.campaigns], ["B", r.below_threshold]] as const) for (const x of l) console.log(k, x.q_value, x.probability, x.shapes.join(), x.accounts.length, x.requests, x.accounts.map(a=>a.account.split("-")[0]).reduce((m,a)=>({...m,[a!]:(m[a!]??0)+1}),{} as Record<string,number>), x.evidence.map((e) => `${e.family} ${e.log_likelihood_ratio} ${e.summary} ${JSON.stringify(e.figures)}`).join("\n   "));
  for (const s of r.spared) console.log("S", JSON.stringify(s));
  }
});
