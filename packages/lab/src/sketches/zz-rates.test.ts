import { it } from "vitest";
import { readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { loadPhrases } from "./load-phrases.ts";
import { loadKernel } from "./kernel.ts";
import { INTENT_BITS, SHAPE_BITS } from "./sketch.ts";
import { parsePattern, patternEnds } from "./phrase-pattern.ts";
import { tokensOf, hashToken } from "./tokens.ts";
import { normalisedText } from "./normalised-text.ts";
it("x", async () => {
  const a = await loadPhrases("packages/lab/intents");
  const k = loadKernel(readFileSync("packages/lab/dist/kernel.wasm"), a);
  const show = process.env.SHOW;
  const lines: string[] = [];
  const P = "/work/shared/data/prompts/";
  const byRole: Record<string, string[]> = {};
  for (const f of readdirSync(P)) {
    const rows = gunzipSync(readFileSync(P + f))
      .toString()
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l));
    const n: Record<string, number> = {};
    let resp = 0,
      need = 0;
    for (const r of rows) {
      const s = k.sketch(
        { system: r.system ?? "", firstUser: r.prompt, lastUser: r.prompt, userTurns: 1 },
        { text: r.response ?? "", refused: false },
      );
      for (const [b, v] of Object.entries(INTENT_BITS))
        if (s.intents & v) {
          n[b] = (n[b] ?? 0) + 1;
          if (show && f.startsWith(show)) {
            const h = tokensOf(normalisedText((r.system ?? "") + "\n" + r.prompt));
            const hh = h.map(hashToken);
            for (const p of a.phrases)
              if (p.bits === v)
                hh.some((_, i) => {
                  const e = [...patternEnds(p.pattern, hh, i)];
                  if (e.length) lines.push(b + ": " + h.slice(i, Math.max(...e)).join(" "));
                  return e.length > 0;
                });
          }
        }
      if (r.response) {
        resp++;
        for (const [b, v] of Object.entries(SHAPE_BITS))
          if (s.shape & v) n["r:" + b] = (n["r:" + b] ?? 0) + 1;
      }
    }
    (byRole[rows[0].role] ??= []).push(
      f.replace(".jsonl.gz", "").padEnd(30) +
        Object.entries(n)
          .map(([b, c]) => b + " " + ((100 * c) / (b.startsWith("r:") ? resp : rows.length)).toFixed(2) + "%")
          .join(", "),
    );
  }
  for (const [r, l] of Object.entries(byRole)) console.log(r + "\n" + l.join("\n"));
  const counts = new Map<string, number>();
  for (const l of lines) counts.set(l, (counts.get(l) ?? 0) + 1);
  if (show)
    console.log(
      [...counts]
        .sort((x, y) => y[1] - x[1])
        .slice(0, 40)
        .map((x) => x[1] + " " + x[0])
        .join("\n"),
    );
});
