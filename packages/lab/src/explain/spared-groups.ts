import { counted } from "../campaigns/counted.ts";
import { isWide } from "../campaigns/candidates.ts";
import type { Search } from "../campaigns/find-campaigns.ts";
import { isText, SEED_LABELS, type Seed } from "../campaigns/seeds.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { SparedGroup } from "../report/report.ts";
import { excerpt } from "../report/excerpt.ts";
import type { FoundRequest } from "../sketches/read-again.ts";
import { rounded, sparedGroup } from "./explain-campaign.ts";

const MOST_SPARED = 30;
/** Accounts of a spared group that are named. */
const MOST_NAMED = 20;

/** A spared group before its accounts are named and its text is read. */
interface Spared {
  readonly group: SparedGroup;
  readonly accounts: readonly number[];
  /** A request that carries what the group shares; undefined where that is no text. */
  readonly example: number | undefined;
}

/** Groups that share text and were not even tested, or were too narrow: largest first. */
export function sparedGroups(
  search: Search,
  names: Names,
  texts: ReadonlyMap<number, FoundRequest>,
): readonly SparedGroup[] {
  return spared(search).map(({ group, accounts, example }): SparedGroup => {
    const prompt = example === undefined ? undefined : texts.get(example)?.event.prompt;
    const text =
      prompt === undefined ? "" : excerpt(prompt.lastUser === "" ? prompt.system : prompt.lastUser);
    return {
      ...group,
      account_ids: accounts.slice(0, MOST_NAMED).map((account) => names.accounts[account] ?? ""),
      ...(text === "" ? {} : { example: text }),
    };
  });
}

/** Requests whose text the spared groups need: one each at the most. */
export function requestsOfSpared(search: Search): readonly number[] {
  return spared(search).flatMap(({ example }) => example ?? []);
}

function spared(search: Search): readonly Spared[] {
  const judged = search.findings
    .filter((finding) => finding.spared.length > 0)
    .map((finding): Spared => {
      const lead = finding.candidate.seeds[0];
      return {
        group: sparedGroup(finding, 0.5),
        accounts: [...finding.candidate.accounts.keys()],
        example: lead === undefined ? undefined : exampleOf(lead, search),
      };
    });
  const narrow = search.narrowSeeds.map((seed): Spared => ({
    group: narrowGroup(seed),
    accounts: [...seed.accounts.keys()],
    example: exampleOf(seed, search),
  }));
  return [...judged, ...narrow].sort((a, b) => b.group.requests - a.group.requests).slice(0, MOST_SPARED);
}

function exampleOf(seed: Seed, search: Search): number | undefined {
  return isText(seed) ? search.groups[seed.no]?.requests[0] : undefined;
}

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
