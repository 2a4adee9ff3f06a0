import { LINK_KINDS } from "../accounts/identity-index.ts";
import {
  identityStatistic,
  memberLinks,
  type MemberLink,
} from "../detectors/identity-links/identity-links.ts";
import type { CampaignRequests, Context } from "./context.ts";
import { LEAST_OF_LINK, linkSentence } from "./link-sentence.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { hedgedEvidence, tailProbability } from "../detectors/tail-probability.ts";
import { capital, percent, round } from "../detectors/figure-text.ts";
import { openCommunity, type OpenCommunity } from "./open-community.ts";

/**
 * The identity family (D7): rare values shared by accounts that do not openly belong together, against reference
 * groups of the same size.
 *
 * @param selection - where the members were chosen for their links: the probability of so large a linked core by chance,
 *   which then stands in for the test of the links
 * @returns undefined where neither the log nor the accounts table carries anything that could be shared
 */
export function weighIdentity(
  members: ReadonlySet<number>,
  requests: CampaignRequests,
  groups: readonly (readonly number[])[],
  context: Context,
  selection?: number,
): Evidence | undefined {
  const { facts } = context;
  // What people in the open share by being in one place is explained by the place.
  const community = openCommunity(members, context.index);
  const index = community === undefined ? context.index : context.instruments;
  if (index.known.size === 0) return undefined;
  const observed = identityStatistic(members, index, facts.organization);
  // Links grow with the size of a group, so a smaller reference group is scaled up.
  const reference = groups.map(
    (group) =>
      identityStatistic(new Set(group), index, facts.organization) *
      (members.size / Math.max(1, group.length)),
  );
  const chosen = community === undefined ? selection : undefined;
  const probability = chosen ?? tailProbability(observed, reference, { tail: "upper", resolution: 0.01 });
  if (Number.isNaN(probability)) return undefined;
  const links = memberLinks(members, index, facts.organization);
  const linked = new Set(
    links.filter((link) => link.weight >= LEAST_OF_LINK).flatMap((link) => link.members),
  );
  const mean = reference.reduce((sum, value) => sum + value, 0) / Math.max(1, reference.length);
  return {
    family: "identity",
    detector: "D7",
    logLikelihoodRatio: Math.min(hedgedEvidence(probability), mostOfLinks(links)),
    summary:
      `${linkSentence(members.size, links, index.known)}; on a scale from 0 (nothing in common) to 1 its accounts are tied by ${observed.toFixed(2)}, ` +
      `ordinary groups of this size by ${mean.toFixed(2)} ` +
      `(p ${probability.toPrecision(2)}).${community === undefined ? "" : ` ${capital(openly(community))}; shared networks, domains and sign-up times do not count.`}`,
    kind: "observed",
    figures: {
      p: probability,
      strength: round(observed),
      null_mean: round(mean),
      linked_accounts: linked.size,
      links: links.length,
    },
    requests: firstRequestsOf(links[0]?.members ?? [], requests),
  };
}

function openly({ kind, share }: OpenCommunity): string {
  return kind === "mail domain"
    ? `${percent(share)} of the accounts have one mail domain of their own`
    : `${percent(share)} of the accounts come from a few networks`;
}

/** What one shared instrument or machine may say; a shared place says half. */
const MOST_OF_LINK = 1.5;

/**
 * Most that the links may say together: however improbable by chance, one card behind ten accounts is one fact, and an
 * agency or a family may be behind it.
 */
function mostOfLinks(links: readonly MemberLink[]): number {
  return links
    .filter((link) => link.weight >= LEAST_OF_LINK)
    .reduce((sum, link) => sum + (LINK_KINDS[link.value.kind].place ? MOST_OF_LINK / 2 : MOST_OF_LINK), 0);
}

export function firstRequestsOf(accounts: readonly number[], requests: CampaignRequests): number[] {
  const wanted = new Set(accounts);
  const found: number[] = [];
  for (let at = 0; at < requests.account.length && found.length < 3; at++) {
    const account = requests.account[at] ?? -1;
    if (!wanted.delete(account)) continue;
    found.push(requests.requestNo[at] ?? 0);
  }
  return found;
}
