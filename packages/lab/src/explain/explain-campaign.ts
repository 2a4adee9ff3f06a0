import { createHash } from "node:crypto";
import { LINK_KINDS } from "../accounts/identity-index.ts";
import { counted } from "../campaigns/counted.ts";
import { linkWeights, memberLinks, type MemberLink } from "../detectors/identity-links/identity-links.ts";
import type { Search } from "../campaigns/find-campaigns.ts";
import type { Finding } from "../campaigns/judge-all.ts";
import { LEAST_OF_SPEAKING_FAMILY, fuse, type Verdict } from "../campaigns/evidence.ts";
import { qValues } from "../campaigns/false-discovery.ts";
import { SEED_LABELS, type SeedKind } from "../campaigns/seeds.ts";
import type { DeclaredUseRow, EnforcementRow, ReleaseRow } from "../events/side-tables.ts";
import type { Names } from "../engine/load-chunks.ts";
import type {
  EvidenceFamily,
  ReportAccount,
  ReportCampaign,
  ReportEvidence,
  SparedGroup,
} from "../report/report.ts";
import type { FoundRequest } from "../sketches/read-again.ts";
import { declaredUsesOf } from "./declared-uses.ts";
import { campaignLinks } from "./campaign-links.ts";
import { campaignRaster } from "./campaign-raster.ts";
import { shapesOf } from "./campaign-shapes.ts";
import { exampleRequests, templateOf } from "./campaign-template.ts";
import { verdictSentence } from "./verdict-sentence.ts";

/** What an explanation draws on beside the finding itself. */
export interface ExplainInput {
  readonly search: Search;
  readonly names: Names;
  readonly fdr: number;
  readonly enforcement: readonly EnforcementRow[];
  readonly releases: readonly ReleaseRow[];
  readonly declaredUses: readonly DeclaredUseRow[];
  /** The bounded number of requests that were read again, by request number. */
  readonly texts: ReadonlyMap<number, FoundRequest>;
}

/** Requests whose text an explanation needs: a few per piece of evidence, and examples of the template. */
export function requestsToShow(finding: Finding, search: Search): readonly number[] {
  return [...finding.evidence.flatMap((entry) => entry.requests), ...exampleRequests(finding, search)];
}

/** Turns a finding into what an analyst reads; nothing is decided here any more. */
export function explainCampaign(finding: Finding, input: ExplainInput): ReportCampaign {
  const members = [...finding.members.keys()];
  const { timeMs, inputTokens, outputTokens } = finding.requests;
  const accounts = describeAccounts(finding, input);
  const shapes = shapesOf(finding, input.enforcement, input.names);
  return {
    id: campaignId(members.map((account) => input.names.accounts[account] ?? "")),
    probability: rounded(finding.verdict.probability),
    q_value: rounded(finding.qValue),
    p_value: rounded(finding.verdict.pValue),
    shapes,
    verdict: verdictSentence(finding, shapes, finding.qValue <= input.fdr),
    accounts,
    requests: timeMs.length,
    input_tokens: sum(inputTokens),
    output_tokens: sum(outputTokens),
    first_seen: iso(timeMs[0]),
    last_seen: iso(timeMs[timeMs.length - 1]),
    evidence: finding.evidence.map((entry): ReportEvidence => ({
      family: entry.family,
      detector: entry.detector,
      log_likelihood_ratio: rounded(entry.logLikelihoodRatio),
      summary: entry.summary,
      request_ids: entry.requests.flatMap((request) => input.texts.get(request)?.event.requestId ?? []),
      places: entry.requests.flatMap((request) => placeOf(input.texts.get(request))),
      kind: entry.kind,
      figures: entry.figures,
    })),
    leave_one_out: leaveOneOut(finding, input),
    counterfactuals: whatIf(finding, input),
    template: templateOf(exampleRequests(finding, input.search), input.texts),
    raster: campaignRaster(finding, input),
    links: campaignLinks(finding, input.search.context, input.names),
    neighbours: nearestSpared(finding, input.search),
    declared_uses: declaredUsesOf(members, input.declaredUses, input.names, input.search.context),
  };
}

/** Where a request stands in the logs; nothing where it was put together from several records. */
function placeOf(found: FoundRequest | undefined): readonly { file: string; line: number }[] {
  return found === undefined || found.line === 0 ? [] : [{ file: found.file, line: found.line }];
}

/** Stable for the same members: a later run over the same group finds the same id. */
function campaignId(accounts: readonly string[]): string {
  const digest = createHash("sha256")
    .update([...accounts].sort().join("\n"))
    .digest("hex");
  return `campaign-${digest.slice(0, 12)}`;
}

function describeAccounts(finding: Finding, input: ExplainInput): readonly ReportAccount[] {
  const { facts, index } = input.search.context;
  const members = new Set(finding.members.keys());
  const what = CARRIED[finding.candidate.seeds[0]?.kind ?? "template"];
  const links = memberLinks(members, index, facts.organization);
  const weights = linkWeights(links);
  const stretches = new Map<number, { count: number; first: number; last: number }>();
  finding.requests.account.forEach((account, at) => {
    const time = finding.requests.timeMs[at] ?? 0;
    const stretch = stretches.get(account);
    if (stretch) {
      stretch.count++;
      stretch.last = time;
    } else stretches.set(account, { count: 1, first: time, last: time });
  });
  const strongest = new Map<number, string>();
  for (const link of links) {
    for (const account of link.members) {
      if (strongest.has(account)) continue;
      strongest.set(
        account,
        `shares ${LINK_WORDS[link.value.kind]} with ${counted(link.members.length - 1, "other member")}${beyond(link)}`,
      );
    }
  }
  return [...finding.members]
    .map(([account, strength]): ReportAccount => {
      const stretch = stretches.get(account);
      const stopped = facts.stoppedMs[account] ?? Number.NaN;
      const link = (weights.get(account) ?? 0) >= 0.2 ? strongest.get(account) : undefined;
      return {
        account: input.names.accounts[account] ?? "",
        membership: rounded(strength),
        requests: stretch?.count ?? 0,
        all_requests: facts.requests[account] ?? 0,
        first_seen: iso(stretch?.first),
        last_seen: iso(stretch?.last),
        ...(Number.isNaN(stopped) ? {} : { banned_at: iso(stopped) }),
        reasons: [
          `${String(stretch?.count ?? 0)} of its ${String(facts.requests[account] ?? 0)} requests ${what}`,
          ...(link === undefined ? [] : [link]),
        ],
      };
    })
    .sort((a, b) => b.membership - a.membership || b.requests - a.requests || compare(a.account, b.account));
}

/** A place is the rarer the fewer have it; who reads of it must see how many do. */
function beyond({ value, members }: MemberLink): string {
  const place = LINK_KINDS[value.kind].place && value.accounts.length > members.length;
  return place ? ` (of ${counted(value.accounts.length, "account")} that have it)` : "";
}

/** What the requests of a member have, by what its group was found by. */
const CARRIED: Readonly<Record<SeedKind, string>> = {
  template: "carry the campaign's text",
  block: "carry the campaign's text",
  replay: "present reasoning tokens that the group shares",
  echo: "repeat answers that others got",
  identity: "were sent in the group's time",
};

const LINK_WORDS = {
  payment: "a payment instrument",
  device: "a device",
  signup_ip: "a sign-up network",
  network: "a request network",
  email_domain: "a mail domain",
  signup_burst: "a sign-up burst",
} as const;

function leaveOneOut(finding: Finding, input: ExplainInput): ReportCampaign["leave_one_out"] {
  const speaking = finding.evidence.filter((entry) => entry.logLikelihoodRatio >= LEAST_OF_SPEAKING_FAMILY);
  return [...new Set(speaking.map((entry) => entry.family))].map((without: EvidenceFamily) => ({
    without,
    ...decisionUnder(fuse(finding.evidence, without), finding, input),
  }));
}

/** What hangs most on the thing first. */
function whatIf(finding: Finding, input: ExplainInput): ReportCampaign["counterfactuals"] {
  return finding.counterfactuals
    .map(({ without, verdict }) => ({ without, ...decisionUnder(verdict, finding, input) }))
    .sort((a, b) => b.q_value - a.q_value || compare(a.without, b.without));
}

/** The decision with another verdict in the finding's place, all other candidates as they are. */
function decisionUnder(
  verdict: Verdict,
  finding: Finding,
  input: ExplainInput,
): { readonly probability: number; readonly q_value: number; readonly reported: boolean } {
  const tested = input.search.findings.filter((other) => other.spared.length === 0);
  const at = tested.indexOf(finding);
  const ps = tested.map((other, index) => (index === at ? verdict.pValue : other.verdict.pValue));
  const q = qValues(ps)[at] ?? 1;
  return { probability: rounded(verdict.probability), q_value: rounded(q), reported: q <= input.fdr };
}

function nearestSpared(finding: Finding, search: Search): readonly SparedGroup[] {
  const own = finding.requests.timeMs.length;
  return search.findings
    .filter((other) => other !== finding && (other.spared.length > 0 || other.verdict.probability < 0.5))
    .map((other) => ({ other, similarity: similarity(finding, other, own) }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, 3)
    .map(({ other, similarity: near }) => sparedGroup(other, near));
}

/** Nearness in width and in strength of the content evidence, 0–1. */
function similarity(finding: Finding, other: Finding, own: number): number {
  const width = Math.min(own, other.requests.timeMs.length) / Math.max(1, own, other.requests.timeMs.length);
  const accounts =
    Math.min(finding.members.size, other.members.size) /
    Math.max(1, finding.members.size, other.members.size);
  const content = (entry: Finding): number =>
    entry.evidence.find((one) => one.family === "content")?.logLikelihoodRatio ?? 0;
  const text = 1 / (1 + Math.abs(content(finding) - content(other)));
  return rounded((width + accounts + text) / 3);
}

/** A group that was not reported, with what separated it. */
export function sparedGroup(finding: Finding, near: number): SparedGroup {
  const speaking = new Set(finding.verdict.families);
  const silent = (["timing", "identity", "lifecycle"] as const).filter((family) => !speaking.has(family));
  const lead = finding.candidate.seeds[0];
  return {
    label: SEED_LABELS[lead?.kind ?? "template"],
    accounts: finding.candidate.accounts.size,
    payers: Math.min(lead?.payers ?? 0, finding.candidate.accounts.size),
    requests: finding.candidate.seeds.reduce((total, seed) => Math.max(total, seed.requests), 0),
    similarity: near,
    reasons:
      finding.spared.length > 0
        ? finding.spared
        : [
            ...(silent.length === 0 ? [] : [`${silent.join(", ")} look like chance`]),
            ...(finding.verdict.families.length < 2 ? ["fewer than two independent families speak"] : []),
          ],
  };
}

export function iso(timeMs: number | undefined): string {
  return timeMs === undefined || Number.isNaN(timeMs) ? "" : new Date(timeMs).toISOString();
}

/** Six significant digits: enough to read, and the same on every machine. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function sum(values: Int32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
