import { poisson } from "../distributions.ts";
import type { Wishes } from "../population.ts";
import { makeAccounts } from "../population.ts";
import type { Random } from "../random.ts";
import { token } from "../random.ts";
import { DAY, readingPause, wakingMoment } from "../timing.ts";
import type { Account, DeclaredUse, Draft, PlannedRequest, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { honest, programRequests } from "./honest-part.ts";

/** A company's accounts: one organisation, one card, one mail domain. */
export function companyAccounts(random: Random, world: World, count: number, more: Wishes = {}): Account[] {
  const organization = `org_${token(random, 10)}`;
  const payment = `pm_${token(random, 16)}`;
  const emailDomain = `${token(random, 9)}.example`;
  return makeAccounts(random, world.calendar, count, () => ({ organization, payment, emailDomain, ...more }));
}

/** A part whose accounts each send about `perAccount` requests a day, as programs do. */
export function steady(
  world: World,
  name: string,
  accounts: readonly Account[],
  perAccount: number,
  draft: (random: Random) => Draft,
  declaredUses: readonly DeclaredUse[] = [],
): TrafficPart {
  return honest({
    name,
    accounts,
    declaredUses,
    planDay: (day, drawn) =>
      accounts.flatMap((account) =>
        programRequests(drawn, world, account, day, poisson(drawn, perAccount), draft),
      ),
  });
}

/** An honest conversation of `turns` turns with growing history. */
export function conversationOf(
  random: Random,
  world: World,
  account: Account,
  day: number,
  turns: number,
  draft: (random: Random) => Draft,
): PlannedRequest[] {
  const session = `sess_${token(random, 12)}`;
  let timeMs = world.calendar.start + day * DAY + wakingMoment(random, account.utcOffset, true);
  const messages: string[] = [];
  const requests: PlannedRequest[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const made = draft(random);
    const sent = [...messages, made.messages.at(-1) ?? ""];
    messages.push(made.messages.at(-1) ?? "", made.answer);
    requests.push({ timeMs, account, session, planted: true, draft: () => ({ ...made, messages: sent }) });
    timeMs += readingPause(random);
  }
  return requests;
}
