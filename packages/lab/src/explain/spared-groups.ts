import { counted } from "../campaigns/counted.ts";
import { isWide } from "../campaigns/candidates.ts";
import type { Search } from "../campaigns/find-campaigns.ts";
import { isText, SEED_LABELS, type Seed } from "../campaigns/seeds.ts";
import type { Names } from "../engine/load-chunks.ts";
import { cutText } from "../report/cut-text.ts";
import type { SparedGroup, TemplateView } from "../report/report.ts";
import type { FoundRequest } from "../sketches/read-again.ts";
import { templateOf } from "./campaign-template.ts";
import { rounded, sparedGroup } from "./explain-campaign.ts";

const MOST_SPARED = 30;
/** Accounts of a spared group that are named. */
const MOST_NAMED = 20;

/** A spared group before its accounts are named and its text is read. */
interface Spared {
  readonly group: SparedGroup;
  readonly accounts: readonly number[];
  /** Requests that carry the text which the group shares; none where that is no text. */
  readonly examples: readonly number[];
}

/** Groups that share text and were not even tested, or were too narrow: largest first. */
export function sparedGroups(
  search: Search,
  names: Names,
  texts: ReadonlyMap<number, FoundRequest>,
): readonly SparedGroup[] {
  return spared(search).map(({ group, accounts, examples }): SparedGroup => {
    const text = fixedText(templateOf(examples, texts));
    return {
      ...group,
      account_ids: accounts.slice(0, MOST_NAMED).map((account) => names.accounts[account] ?? ""),
      ...(text === "" ? {} : { shared_text: text }),
    };
  });
}

/** Requests whose text the spared groups need: a few each. */
export function requestsOfSpared(search: Search): readonly number[] {
  return spared(search).flatMap(({ examples }) => examples);
}

function spared(search: Search): readonly Spared[] {
  const judged = search.findings
    .filter((finding) => finding.spared.length > 0)
    .map((finding): Spared => {
      const lead = finding.candidate.seeds[0];
      return {
        group: sparedGroup(finding, 0.5),
        accounts: [...finding.candidate.accounts.keys()],
        examples: lead === undefined ? [] : examplesOf(lead, search),
      };
    });
  const narrow = search.narrowSeeds.map((seed): Spared => ({
    group: narrowGroup(seed),
    accounts: [...seed.accounts.keys()],
    examples: examplesOf(seed, search),
  }));
  return [...judged, ...narrow].sort((a, b) => b.group.requests - a.group.requests).slice(0, MOST_SPARED);
}

/** Requests of a group that are compared for what they share. */
const COMPARED = 3;

function examplesOf(seed: Seed, search: Search): readonly number[] {
  const requests = isText(seed) ? (search.groups[seed.no]?.requests ?? []) : [];
  const step = Math.max(1, Math.floor(requests.length / COMPARED));
  return requests.filter((_, at) => at % step === 0).slice(0, COMPARED);
}

/** What the examples agree on, and nothing that only one of them says: people who are spared are not quoted. */
function fixedText(template: TemplateView | null): string {
  const pieces = template?.pieces ?? [];
  return cutText(
    pieces
      .map(({ kind, text }) => (kind === "fixed" ? text : "…"))
      .join("")
      .trim(),
    MOST_TEXT,
  );
}

/** Most characters of a shared text that are shown. */
const MOST_TEXT = 300;

function narrowGroup(seed: Seed): SparedGroup {
  return {
    label: SEED_LABELS[seed.kind],
    accounts: seed.accounts.size,
    payers: seed.payers,
    requests: seed.requests,
    similarity: rounded(Math.min(1, seed.payers / 10) * 0.4),
    reasons: [
      isWide(seed)
        ? "not tested: more groups share a text than a run tests, and others have more requests"
        : seed.payers <= 1
          ? "one payer stands behind it: a customer's own programme"
          : seed.texts < 20
            ? `only ${counted(seed.texts, "distinct text")}: copies of a public prompt harvest nothing new`
            : `too narrow: ${counted(seed.accounts.size, "account")} of ${counted(seed.payers, "payer")}`,
    ],
  };
}
