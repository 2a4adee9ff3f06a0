import type { LinkKind } from "../accounts/identity-index.ts";
import type { MemberLink } from "../detectors/identity-links/identity-links.ts";
import { counted } from "./counted.ts";

/** A link of less weight joins nobody: so many have the value that two may have it by chance. */
export const LEAST_OF_LINK = 0.2;

/**
 * Says what the accounts of a group share, in the words of a person: only what is rare enough to join them counts as shared.
 *
 * @param links - as `memberLinks` gives them
 * @param known - kinds of values that were compared
 */
export function linkSentence(
  accounts: number,
  links: readonly MemberLink[],
  known: ReadonlySet<LinkKind>,
): string {
  const joining = links.filter((link) => link.weight >= LEAST_OF_LINK);
  if (joining.length > 0) {
    const joined = new Set(joining.flatMap((link) => link.members)).size;
    return `${String(joined)} of ${counted(accounts, "account")} share ${kindsOf(joining)} across organizations`;
  }
  if (links.length > 0)
    return `What the ${counted(accounts, "account")} share across organizations (${kindsOf(links)}) is too common to join any two of them`;
  const compared = [...known].map((kind) => KIND_WORDS[kind]).join(", ");
  return `The ${counted(accounts, "account")} share no ${compared.replace(/, ([^,]*)$/, " or $1")} across organizations`;
}

function kindsOf(links: readonly MemberLink[]): string {
  const counts = new Map<LinkKind, number>();
  for (const { value } of links) counts.set(value.kind, (counts.get(value.kind) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([kind, count]) => counted(count, KIND_WORDS[kind]))
    .join(", ");
}

const KIND_WORDS: Readonly<Record<LinkKind, string>> = {
  payment: "payment instrument",
  device: "device",
  signup_ip: "sign-up network",
  network: "request network",
  email_domain: "mail domain",
  signup_burst: "sign-up burst",
};
