import { RELEASED } from "./formats/wire-json.ts";
import type { Account, TrafficPart } from "./traffic-part.ts";
import type { World } from "./world.ts";

/** The four side tables, as lines. */
export interface SideTables {
  readonly accounts: readonly string[];
  readonly enforcement: readonly string[];
  readonly releases: readonly string[];
  readonly "declared-use": readonly string[];
}

/** Writes the side tables of all parts. */
export function sideTables(world: World, parts: readonly TrafficPart[], named: NamedAccounts): SideTables {
  const accounts = [...named.values()]
    .sort((a, b) => (a.account < b.account ? -1 : 1))
    .map((account) =>
      JSON.stringify({
        account: account.account,
        organization: account.organization,
        created: new Date(account.created).toISOString(),
        plan: account.plan,
        signup_path: account.signupPath,
        ...(account.payment === null ? {} : { payment: account.payment }),
        email_domain: account.emailDomain,
        device: account.device,
        signup_ip: account.signupIp,
        country: account.country,
      }),
    );
  const enforcement = parts
    .flatMap((part) => part.enforcement)
    .sort((a, b) => a.timeMs - b.timeMs)
    .map((row) =>
      JSON.stringify({
        time: new Date(row.timeMs).toISOString(),
        account: named.get(row.account)?.account ?? row.account,
        action: row.action,
      }),
    );
  const released = new Date(world.calendar.release).toISOString();
  return {
    accounts,
    enforcement,
    releases: RELEASED.map((model) => JSON.stringify({ time: released, model })),
    "declared-use": parts.flatMap((part) => declaredLines(part, named)),
  };
}

/** A declared use for every name that the organization has in the logs. */
function declaredLines(part: TrafficPart, named: NamedAccounts): string[] {
  return part.declaredUses.flatMap(({ organization, use, note }) => {
    const its = part.accounts.filter((account) => account.organization === organization);
    const names = new Set(its.map(({ account }) => named.get(account)?.organization ?? organization));
    return [...names].map((name) =>
      JSON.stringify({ organization: name, use, from: "2026-01-01T00:00:00Z", note }),
    );
  });
}

/** Every account as its log format names it, by the kit's own id. */
export type NamedAccounts = ReadonlyMap<string, Account>;
