/** Accounts with less are no members. */
export const LEAST_MEMBERSHIP = 0.5;

/**
 * How surely an account belongs to a campaign, 0–1: by its requests in the campaign's texts, its links to other
 * members, and against it if those requests vanish in its other traffic.
 *
 * @param campaignRequests - the account's requests in the campaign's texts
 * @param allRequests - all its requests in the log
 * @param linkWeight - sum of the weights of values that it shares with members
 * @param central - it has the group's main text, or several of its texts; an account that came in through one text at the
 *   edge of the group may be that text's honest owner
 */
export function membership(
  campaignRequests: number,
  allRequests: number,
  linkWeight: number,
  central: boolean,
): number {
  const share = campaignRequests / Math.max(1, allRequests);
  const logOdds =
    -2 +
    2 * Math.log1p(campaignRequests) +
    2 * Math.min(1.5, linkWeight) +
    (share < 0.05 ? -3 : 0) +
    (central || linkWeight >= 0.2 ? 0 : -8);
  return 1 / (1 + Math.exp(-Math.min(7, logOdds)));
}
