import { material } from "./passages.ts";
import { makeAccounts } from "./population.ts";
import type { Random } from "./random.ts";
import { between, randomFrom, seedFor, token, zipfIndex } from "./random.ts";
import { DAY, wakingMoment } from "./timing.ts";
import type { Account, Draft, PlannedRequest, TrafficPart } from "./traffic-part.ts";
import type { World } from "./world.ts";
import { oneShot } from "./world.ts";

/**
 * Plain traffic for measuring speed: single requests of about 500 characters with short answers, by accounts of
 * heavy-tailed rates. The number of requests is `world.scale` × 100,000, one account to about 40 of them.
 */
export function volume(world: World): TrafficPart {
  const random = randomFrom(seedFor(world.seed, "volume"));
  const requests = Math.round(world.scale * 100_000);
  const accounts = makeAccounts(random, world.calendar, Math.max(20, Math.ceil(requests / 40)), () => ({
    created: world.calendar.start - DAY,
  }));
  // One function for all, so that a plan of half a million requests stays small.
  const draft = (inner: Random): Draft =>
    oneShot(
      null,
      material(inner, world.phrases.passages, 440).slice(0, 520),
      material(inner, world.phrases.passages, 160).slice(0, 240),
    );
  return {
    name: "background",
    kind: "background",
    accounts,
    enforcement: [],
    declaredUses: [],
    planDay: (day, drawn) => {
      const before = Math.round((requests * day) / world.calendar.days);
      const count = Math.round((requests * (day + 1)) / world.calendar.days) - before;
      const midnight = world.calendar.start + day * DAY;
      return Array.from({ length: count }, (): PlannedRequest => {
        const account = accounts[
          between(drawn, 0, 1) === 0 ? drawn.below(accounts.length) : zipfIndex(drawn, accounts.length)
        ] as Account;
        return {
          timeMs: midnight + wakingMoment(drawn, account.utcOffset, false),
          account,
          session: `sess_${token(drawn, 12)}`,
          planted: false,
          draft,
        };
      });
    },
  };
}
