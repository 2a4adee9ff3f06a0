import { speaks } from "../campaigns/evidence.ts";
import type { Finding } from "../campaigns/judge-all.ts";
import { isText, type Seed } from "../campaigns/seeds.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { EnforcementRow } from "../events/side-tables.ts";

const HOUR_MS = 3_600_000;
/** An intent names the campaign's shape if so many of its requests have it. */
const LEAST_RATE = 0.3;

const INTENT_SHAPES: Readonly<Record<string, string>> = {
  reasoningElicitation: "reasoning-elicitation",
  rubricGrading: "rubric-grading",
  taskGeneration: "task-generation",
  censorshipSafeRewriting: "censorship-safe-rewriting",
  traceCleaning: "trace-cleaning",
  languageMatchedThinking: "language-matched-thinking",
  reasoningExtraction: "reasoning-extraction",
};

/** Shapes that one detector speaks of. */
const DETECTOR_SHAPES: Readonly<Record<string, string>> = {
  D4: "reasoning-replay",
  D5: "output-echo",
  D10: "relay",
  D11: "bypass-search",
  D13: "data-set-sweep",
};

/** Names of the published shapes that a finding shows, the main one first. */
export function shapesOf(
  finding: Finding,
  enforcement: readonly EnforcementRow[],
  names: Names,
): readonly string[] {
  const seeds = finding.candidate.seeds;
  const total = seeds.reduce((sum, seed) => sum + seed.requests, 0);
  const lead = seeds[0];
  // Strangers may use the block as well: what counts is how the members use it.
  const ofMembers = (seed: Seed): number =>
    [...finding.members.keys()].reduce((sum, account) => sum + (seed.accounts.get(account) ?? 0), 0);
  const templates = seeds
    .filter((seed) => seed.kind === "template")
    .reduce((sum, seed) => sum + ofMembers(seed), 0);
  // A block that also makes whole texts alike is a template; one that does not is an injection.
  const injected = lead?.kind === "block" && templates < 0.5 * ofMembers(lead);
  const shown = new Set(finding.evidence.filter(speaks).map((entry) => entry.detector));
  const texts = seeds.some(isText) ? [injected ? "injected-block" : "template-harvest"] : [];
  const byDetector = Object.entries(DETECTOR_SHAPES).filter(([detector]) => shown.has(detector));
  // What a group was found by names it first.
  const shapes = lead !== undefined && isText(lead) ? texts : [];
  shapes.push(...byDetector.map(([, name]) => name), ...texts.filter((name) => !shapes.includes(name)));
  for (const [intent, name] of Object.entries(INTENT_SHAPES)) {
    const count = seeds.reduce((sum, seed) => sum + (seed.intents[intent] ?? 0), 0);
    if (count >= LEAST_RATE * Math.max(1, total)) shapes.push(name);
  }
  if (shown.has("D9") || showsFailover(finding, enforcement, names)) shapes.push("pool-failover");
  return shapes;
}

/** After a wave of bans on members, new members begin within two days, a third as many or more. D9 tests it; this names it. */
function showsFailover(finding: Finding, enforcement: readonly EnforcementRow[], names: Names): boolean {
  const members = new Set([...finding.members.keys()].map((account) => names.accounts[account] ?? ""));
  const bans = enforcement
    .filter((entry) => entry.action === "ban" && members.has(entry.account))
    .map((entry) => entry.timeMs)
    .sort((a, b) => a - b);
  const wave = bans[bans.length >> 1];
  if (wave === undefined || bans.length < 5) return false;
  // What counts is when an account takes up the text: it may have sent ordinary requests before.
  const firstMs = new Map<number, number>();
  finding.requests.account.forEach((account, at) => {
    if (!firstMs.has(account)) firstMs.set(account, finding.requests.timeMs[at] ?? 0);
  });
  const fresh = [...firstMs.values()].filter(
    (first) => first > wave - 2 * HOUR_MS && first < wave + 48 * HOUR_MS,
  );
  return fresh.length >= bans.length / 3;
}
