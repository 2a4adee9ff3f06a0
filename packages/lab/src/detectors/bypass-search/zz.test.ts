import { it, vi } from "vitest";
vi.mock("../../campaigns/find-campaigns.ts", async () => {
  const { findTemplateFamilies } = await import("../template-families/template-families.ts");
  return {
    findCampaigns: async (input: any) => ({
      blocks: await (
        await import("../injected-blocks/injected-blocks.ts")
      ).findInjectedBlocks(input.engine, { payers: 5, texts: 20 }),
      families: await findTemplateFamilies(input.engine, input.requestNumbers, 12),
      context: {},
    }),
  };
});
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { composeInto, envelopeOnly } from "../../../../testkit/src/composition.ts";
import { searchLog } from "../../detect.ts";
import { weighBypassSearch } from "./bypass-search.ts";
import { findSearchers, winningFamily } from "./searchers.ts";
import { weighRelay } from "../relay/relay.ts";
import { readAccountMeasures } from "../../accounts/account-measures.ts";
import { drawReferenceGroups } from "../../campaigns/reference-groups.ts";
import { seededRandom } from "../../campaigns/random.ts";
it("sanity", async () => {
  for (const scenario of (process.env["SC"] ?? "bypass-search").split(",")) {
    const dir = "/tmp/c-" + scenario;
    const { composed, paths } = (process.env["NOCOMPOSE"] ? null : 0, composeInto)(
      dir,
      { scenario, seed: 3, side: "all", days: 8, scale: 1 } as never,
      envelopeOnly,
    );
    console.log("OUT composed", scenario, composed.truth.requests);
    const src = (p: string) => ({ path: p, absolutePath: p, modifiedMs: 0 });
    await searchLog(
      {
        sources: paths.logs.map(src),
        format: undefined,
        mapping: undefined,
        sideTables: {
          accounts: src(paths.accounts),
          enforcement: src(paths.enforcement),
          releases: src(paths.releases),
          "declared-use": src(paths["declared-use"]),
        },
        seed: 1,
        workers: 0,
        engineThreads: 2,
        engineMegabytes: 1000,
        standardInput: Readable.from([]),
        temporaryRoot: "/tmp",
        nowMs: Date.parse("2026-10-30"),
        version: "t",
        onRejected: async () => {},
        onProgress: () => undefined,
        onStep: () => undefined,
        signal: new AbortController().signal,
      } as never,
      async ({ engine, log, facts, search }) => {
        const lines = readFileSync(paths.logs[0]!, "utf8").split("\n").filter(Boolean);
        const rows = await engine.query(
          "SELECT request_no, time_ms, account_no, shape FROM requests ORDER BY request_no",
        );
        console.log("OUT rows", rows.rows, lines.length);
        const no = rows.integers("request_no"),
          acc = rows.integers("account_no"),
          shape = rows.integers("shape"),
          t = rows.bigints("time_ms");
        const ids = lines.map((l) => {
          const r = l.indexOf('"request_id":"') + 14;
          return l.slice(r, l.indexOf('"', r));
        });
        const famOf = new Map<number, number>();
        search.families.forEach((f: any, i: number) => {
          for (const r of f.requests) famOf.set(r, i);
        });
        const sharedReq = new Set<number>();
        for (const b of search.blocks as any[]) for (const r of b.requests ?? []) sharedReq.add(r);
        console.log(
          "OUT blocks",
          search.blocks.length,
          sharedReq.size,
          JSON.stringify(Object.keys(search.blocks[0] ?? {})),
        );
        const kinds = new Map<string, number[]>();
        for (const [a, part] of Object.entries(composed.truth.accounts)) {
          const n = log.names.accounts.indexOf(a);
          if (n < 0) continue;
          const l = kinds.get(part) ?? [];
          l.push(n);
          kinds.set(part, l);
        }
        if (scenario.startsWith("bypass"))
          for (const all of [false, true]) {
            const part = Object.keys(composed.truth.campaign_requests)[0]!;
            const planted = new Set(composed.truth.campaign_requests[part]);
            const members = new Set(kinds.get(part));
            const own: number[] = [];
            for (let i = 0; i < rows.rows; i++)
              if (all ? members.has(acc[i]!) : planted.has(ids[no[i]!]!)) own.push(i);
            own.sort((a, b) => Number(t[a]! - t[b]!));
            let refusedAll = 0;
            for (const s of shape) refusedAll += s & 4 ? 1 : 0;
            const input = {
              timeMs: Float64Array.from(own, (i) => Number(t[i])),
              account: Int32Array.from(own, (i) => acc[i]!),
              textHash: Float64Array.from(own, (i) => i),
              refused: Uint8Array.from(own, (i) => (shape[i]! & 4 ? 1 : 0)),
              family: Int32Array.from(own, (i) => famOf.get(no[i]!) ?? -1),
              ordinaryRefusal: refusedAll / rows.rows,
              payer: facts.payer,
              shared: Uint8Array.from(own, (i) => (sharedReq.has(no[i]!) || famOf.has(no[i]!) ? 1 : 0)),
            };
            const fams = new Map<number, number>();
            for (const f of input.family) fams.set(f, (fams.get(f) ?? 0) + 1);
            const w = winningFamily(input);
            const se = w === undefined ? undefined : findSearchers(input, w);
            console.log(
              "OUT all",
              all,
              own.length,
              "ord",
              input.ordinaryRefusal,
              "fams",
              JSON.stringify([...fams].sort((a, b) => b[1] - a[1]).slice(0, 12)),
              "winner",
              w,
              "searchers",
              se?.searchers.length,
              se?.lookedAt,
              JSON.stringify(se?.searchers.slice(0, 4)),
            );
            const se2 = new Set(se?.searchers.map((x) => x.account));
            let ss = 0,
              sa = 0,
              us = 0,
              ua = 0;
            input.account.forEach((a, i) => {
              if (se2.has(a)) {
                sa++;
                ss += input.shared[i]!;
              } else {
                ua++;
                us += input.shared[i]!;
              }
            });
            console.log("OUT shared searchers", ss, sa, "others", us, ua);
            const e = weighBypassSearch(input);
            console.log("OUT D11", e?.logLikelihoodRatio, e?.summary, JSON.stringify(e?.figures));
          }
        const measures = await readAccountMeasures(engine, log.names, facts);
        for (const [part, accs] of kinds) {
          if (accs.length < 8) continue;
          const groups = drawReferenceGroups(accs, kinds.get("background")!, facts, seededRandom(1));
          const e = weighRelay(accs, groups, measures, { payer: facts.payer });
          {
            const set = new Set(accs);
            const own: number[] = [];
            for (let i = 0; i < rows.rows; i++) if (set.has(acc[i]!)) own.push(i);
            own.sort((a, b) => Number(t[a]! - t[b]!));
            const d = weighBypassSearch({
              timeMs: Float64Array.from(own, (i) => Number(t[i])),
              account: Int32Array.from(own, (i) => acc[i]!),
              textHash: Float64Array.from(own, (i) => i),
              refused: Uint8Array.from(own, (i) => (shape[i]! & 4 ? 1 : 0)),
              family: Int32Array.from(own, (i) => famOf.get(no[i]!) ?? -1),
              ordinaryRefusal: 0.0175,
              payer: facts.payer,
              shared: Uint8Array.from(own, (i) => (sharedReq.has(no[i]!) || famOf.has(no[i]!) ? 1 : 0)),
            });
            if (d) console.log("OUT D11", part, d.logLikelihoodRatio, d.summary);
          }
          console.log(
            "OUT D10",
            scenario,
            part,
            accs.length,
            e?.logLikelihoodRatio.toFixed(2),
            e?.summary,
            JSON.stringify(
              Object.fromEntries(Object.entries(e?.figures ?? {}).filter(([k]) => !k.startsWith("q"))),
            ),
          );
        }
      },
    );
  }
}, 300000);
