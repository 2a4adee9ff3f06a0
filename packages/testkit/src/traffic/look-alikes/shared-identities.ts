import { habitDay } from "../background.ts";
import { sharedLine } from "../networks.ts";
import { ownMessage } from "../phrases.ts";
import { dailyRate, makeAccount, makeAccounts } from "../population.ts";
import type { Random } from "../random.ts";
import { between, chance, token } from "../random.ts";
import { languageOf } from "../speech/language.ts";
import { DAY, HOUR } from "../timing.ts";
import type { Account, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { oneShot, proseAnswer, scaled } from "../world.ts";
import { honest, single, streamFor } from "./honest-part.ts";

/** Many strangers behind one carrier address and one VPN exit. */
export function sharedNetworks(world: World): TrafficPart {
  const random = streamFor(world, "shared-networks");
  const lines = [
    sharedLine(random, "IN", "mobile"),
    sharedLine(random, "US", "vpn"),
    sharedLine(random, "ID", "mobile"),
  ];
  const accounts = makeAccounts(random, world.calendar, scaled(world, 170, 30), (index) => ({
    network: lines[index % 3] ?? sharedLine(random, "IN", "mobile"),
    country: ["IN", "US", "ID"][index % 3] ?? "IN",
  }));
  return everyday(world, "shared-networks", accounts, random);
}

/** An agency's corporate card on the accounts of fourteen clients, each with work of its own. */
export function agencyCard(world: World): TrafficPart {
  const random = streamFor(world, "agency-card");
  const cards = [`pm_${token(random, 16)}`, `pm_${token(random, 16)}`];
  const accounts = makeAccounts(random, world.calendar, 26, (index) => ({
    payment: cards[index % 2] ?? null,
  }));
  return everyday(world, "agency-card", accounts, random);
}

/** Enthusiasts who all move to the new model on the day it comes out. */
export function launchDayPivot(world: World): TrafficPart {
  const random = streamFor(world, "launch-day-pivot");
  const accounts = makeAccounts(random, world.calendar, scaled(world, 240, 30), () => ({
    pivotsAt: world.calendar.release + random.below(18 * HOUR),
  }));
  return everyday(world, "launch-day-pivot", accounts, random);
}

function everyday(world: World, name: string, accounts: readonly Account[], random: Random): TrafficPart {
  const habits = accounts.map((account) => ({
    account,
    rate: dailyRate(random),
    active: 0.6,
    automated: chance(random, 0.2),
    language: languageOf(account),
    system: null,
  }));
  return honest({ name, accounts, planDay: (day) => habits.flatMap((habit) => habitDay(world, habit, day)) });
}

/** Retries: clients that send the same request again within seconds after an error. */
export function retryStorm(world: World): TrafficPart {
  const name = "retry-storm";
  const random = streamFor(world, name);
  const accounts = Array.from({ length: scaled(world, 40, 8) }, () => makeAccount(random, world.calendar));
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      accounts
        .filter(() => chance(drawn, 0.3))
        .flatMap((account) => {
          const prompt = ownMessage(drawn, world.phrases, "en");
          const at = world.calendar.start + day * DAY + drawn.below(DAY - HOUR);
          return Array.from({ length: between(drawn, 3, 12) }, (_, attempt) =>
            single(drawn, account, at + 2000 * 2 ** Math.min(attempt, 6), (inner) =>
              oneShot(null, prompt, proseAnswer(inner, world)),
            ),
          );
        }),
  });
}
