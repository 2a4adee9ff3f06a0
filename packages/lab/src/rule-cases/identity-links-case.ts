import { z } from "zod";
import {
  LINK_KINDS,
  type IdentityIndex,
  type LinkKind,
  type SharedValue,
} from "../accounts/identity-index.ts";
import { seededRandom, type Random } from "../detectors/seeded-random.ts";
import { drawReferenceGroups } from "../campaigns/reference-groups.ts";
import { weighIdentity } from "../campaigns/weigh-identity.ts";
import { CaseError, readCase } from "../detectors/read-case.ts";
import { caseContext, caseFacts, caseRequests, CASE_START_MS, numbersFrom } from "./case-log.ts";

const KINDS = Object.keys(LINK_KINDS) as [LinkKind, ...LinkKind[]];
const COUNT = z.int().min(0).max(100_000);

const MOST_HOLDERS = 200_000;

const CASE = z.strictObject({
  members: z.int().min(2).max(2000),
  log_accounts: z.int().min(100).max(20_000).default(5000),
  organizations: z.enum(["none", "one"]).default("none"),
  shared: z
    .array(
      z.strictObject({
        kind: z.enum(KINDS),
        members: z.int().min(0).max(2000),
        others: COUNT.default(0),
        values: z.int().min(1).max(500).default(1),
      }),
    )
    .max(50),
});

/**
 * The log-likelihood ratio that D7 gives for a group of accounts that share values; 0 where it says nothing.
 *
 * ```json
 * { "members": 60, "log_accounts": 5000, "organizations": "none",
 *   "shared": [{ "kind": "payment", "members": 6, "others": 0, "values": 8 },
 *              { "kind": "network", "members": 0, "others": 3, "values": 200 }] }
 * ```
 *
 * Each line stands for `values` values of a kind, each held by so many members and so many other accounts, drawn anew for
 * each value. `organizations`: `one` where the members openly belong to one.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function identityLinksCase(input: unknown): number {
  const { members, log_accounts: count, organizations, shared } = readCase(CASE, input);
  if (members > count / 2) throw new CaseError("members: at most half of log_accounts");
  const holders = shared.reduce((sum, line) => sum + line.values * (line.members + line.others), 0);
  if (holders > MOST_HOLDERS)
    throw new CaseError(`shared: all values together may have ${String(MOST_HOLDERS)} holders`);
  const random = seededRandom(1);
  const own = numbersFrom(0, members);
  const pool = numbersFrom(members, count);
  const values = shared.flatMap((line) =>
    numbersFrom(0, line.values).map((at): SharedValue => {
      const accounts = [...draw(own, line.members, random), ...draw(pool, line.others, random)];
      return {
        kind: line.kind,
        value: `${line.kind} ${String(at)}`,
        accounts: Int32Array.from(accounts).sort(),
        // Rarity as in accounts/identity-index.ts, every kind being known of every account.
        rarity: Math.max(0, Math.log(count / Math.max(1, accounts.length)) / Math.log(count)),
      };
    }),
  );
  const facts = caseFacts(
    numbersFrom(0, count).map((account) =>
      organizations === "one" && account < members ? { organization: 0, payer: 0 } : {},
    ),
  );
  const groups = drawReferenceGroups(own, pool, facts, random);
  const requests = caseRequests(own.map((account) => ({ account, timeMs: CASE_START_MS })));
  const context = caseContext(7, { facts, pool, index: indexOf(values) });
  return weighIdentity(new Set(own), requests, groups, context)?.logLikelihoodRatio ?? 0;
}

/** Some of the accounts, at random; all of them where fewer are there. */
function draw(accounts: readonly number[], count: number, random: Random): readonly number[] {
  const drawn = new Set<number>();
  const most = Math.min(count, accounts.length);
  while (drawn.size < most) drawn.add(accounts[Math.floor(random() * accounts.length)] ?? 0);
  return [...drawn];
}

function indexOf(values: readonly SharedValue[]): IdentityIndex {
  const ofAccount = new Map<number, number[]>();
  values.forEach(({ accounts }, at) => {
    for (const account of accounts) {
      const list = ofAccount.get(account);
      if (list) list.push(at);
      else ofAccount.set(account, [at]);
    }
  });
  return { values, ofAccount, known: new Set(values.map(({ kind }) => kind)) };
}
