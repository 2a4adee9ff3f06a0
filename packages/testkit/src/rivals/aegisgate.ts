import { phrasesIn, wholeText } from "./extraction-phrases.ts";
import type { Rival, RivalLog, RivalRequest } from "./rival.ts";
import { busiestHour } from "./volume.ts";

/**
 * The rules of AegisGate's distillation check (Go, v4.5.0) as detection.md, section 3.1, describes them, with its own
 * fixed thresholds: more than 100 requests an hour, phrases in more than 60 % of the requests, nearly the same first
 * 50 characters in most requests of a key, pairs of accounts with 0.5 · networks + 0.5 · templates > 0.7. Its list of
 * "proxy" ranges is left out: it only names cloud providers. The threshold of the second last rule is not described;
 * 0.8 is ours.
 */
export const aegisGate: Rival = {
  name: "AegisGate rules",
  source: "AegisGate Platform 4.5.0 as described; own thresholds, not calibrated",
  learn: () => (log) => {
    const flagged = new Set(pairedAccounts(log));
    for (const [account, requests] of log.byAccount) {
      if (busiestHour(log.arrivals.get(account) ?? []) > 100 || saysTheSame(requests)) flagged.add(account);
    }
    return { flagged };
  },
};

const LEAST_REQUESTS = 5;

function saysTheSame(requests: readonly RivalRequest[]): boolean {
  if (requests.length < LEAST_REQUESTS) return false;
  const withPhrase = requests.filter((request) => phrasesIn(wholeText(request)) > 0).length;
  if (withPhrase / requests.length > 0.6) return true;
  const counts = new Map<string, number>();
  for (const { text } of requests) counts.set(opening(text), (counts.get(opening(text)) ?? 0) + 1);
  return Math.max(...counts.values()) / requests.length > 0.8;
}

/** The first 50 characters of the user's message, lower case, white space as one blank. */
export function opening(text: string): string {
  return text.slice(0, 200).toLowerCase().replace(/\s+/gu, " ").slice(0, 50);
}

/** Accounts with a partner above 0.7. That takes more than 0.4 in networks, so only accounts with a common address. */
function pairedAccounts(log: RivalLog): string[] {
  const sets = new Map(
    [...log.byAccount].map(([account, requests]) => [
      account,
      {
        ips: new Set(requests.map(({ ip }) => ip)),
        openings: new Set(requests.map(({ text }) => opening(text))),
      },
    ]),
  );
  const byIp = new Map<string, string[]>();
  for (const [account, { ips }] of sets) {
    for (const ip of ips) {
      const its = byIp.get(ip);
      if (its === undefined) byIp.set(ip, [account]);
      else its.push(account);
    }
  }
  const paired = new Set<string>();
  for (const accounts of byIp.values()) {
    for (let a = 0; a < accounts.length; a++) {
      for (let b = a + 1; b < accounts.length; b++) {
        const [one, other] = [accounts[a] as string, accounts[b] as string];
        if (paired.has(one) && paired.has(other)) continue;
        const [first, second] = [sets.get(one), sets.get(other)];
        if (first === undefined || second === undefined) continue;
        if (0.5 * jaccard(first.ips, second.ips) + 0.5 * jaccard(first.openings, second.openings) > 0.7) {
          paired.add(one).add(other);
        }
      }
    }
  }
  return [...paired];
}

/** Shared members against all members of two sets. */
export function jaccard<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  let shared = 0;
  for (const value of a) if (b.has(value)) shared++;
  return shared / Math.max(1, a.size + b.size - shared);
}
