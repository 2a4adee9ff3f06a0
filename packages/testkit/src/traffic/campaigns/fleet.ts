import { poisson } from "../distributions.ts";
import type { LineKind } from "../networks.ts";
import { pickSoftware } from "../networks.ts";
import type { Wishes } from "../population.ts";
import {
  createdBefore,
  makeAccounts,
  pickEmailDomain,
  pickThrowAwayDomain,
  streamOf,
} from "../population.ts";
import type { Random } from "../random.ts";
import { between, chance, pick, pickWeighted, token, zipfIndex } from "../random.ts";
import { DAY, HOUR, MINUTE, burstMoments, roundTheClock, wakingMoment } from "../timing.ts";
import type { Account, Wire } from "../traffic-part.ts";
import type { World } from "../world.ts";

/** How a campaign got its accounts. Every trait can be absent. */
export interface Supply {
  /** Cards shared by 3 to 12 accounts each; otherwise every account has its own. */
  readonly cardPool: boolean;
  /** Share of accounts with a throw-away mail domain. */
  readonly throwAwayMail: number;
  /** Devices shared by 5 to 40 accounts each. */
  readonly deviceFarm: boolean;
  /** Created in a few bursts within three weeks before use; otherwise bought, with ages like anybody's. */
  readonly signupBursts: boolean;
  /** Residential proxies: another home network each; otherwise the population's usual mixture. */
  readonly residential: boolean;
  /** All follow a model release within the same day; a number is the share that does. */
  readonly pivots: boolean | number;
  /** Share of accounts with card, device and mail domain of their own, whatever the pools say. */
  readonly unique?: number;
  /** Countries of the accounts and their proxies; the population's where absent. */
  readonly countries?: readonly string[];
  /** Wire format where the campaign is after one provider's models. */
  readonly wire?: Wire;
  /** All its software asks for reasoning and sends it back. */
  readonly thinks?: boolean;
  /** Share of accounts whose client names the harness that the campaign hides behind. */
  readonly harness?: readonly [software: readonly [agent: string, print: string], share: number];
  /** Organisations that share the accounts, as shell companies do; one for each account where absent. */
  readonly shells?: number;
}

/** How a campaign spreads its requests over accounts and hours. */
export type Cadence = "round-robin" | "bursts" | "poisson" | "business-hours";

/** The accounts of one campaign. `firstUse` (epoch milliseconds) is when the pool starts to work. */
export function buyAccounts(
  random: Random,
  world: World,
  count: number,
  supply: Supply,
  firstUse: number,
): Account[] {
  const cards = pool(random, count, 3, 12, "pm", 16);
  const devices = pool(random, count, 5, 40, "dev", 14);
  const bursts = Array.from(
    { length: Math.max(3, Math.round(count / 50)) },
    () => firstUse - between(random, 1, 20) * DAY,
  );
  const shells = shellCompanies(random, Math.min(count, supply.shells ?? 0));
  const software = Array.from({ length: 4 }, () => pickSoftware(random));
  return makeAccounts(random, world.calendar, count, (): Wishes => {
    const created = supply.signupBursts
      ? pick(random, bursts) + random.below(25 * MINUTE)
      : Math.min(firstUse - HOUR, createdBefore(random, world.calendar));
    const alone = chance(random, supply.unique ?? 0);
    return {
      created,
      ...softwareOf(random, supply, software),
      emailDomain:
        !alone && chance(random, supply.throwAwayMail)
          ? pickThrowAwayDomain(random)
          : pickEmailDomain(random),
      ...(supply.cardPool && !alone ? { payment: pick(random, cards) } : {}),
      ...(supply.deviceFarm && !alone ? { device: pick(random, devices) } : {}),
      ...(supply.residential ? { line: pickWeighted(random, PROXY_LINES) } : {}),
      ...(supply.countries === undefined ? {} : { country: pick(random, supply.countries) }),
      ...(chance(random, Number(supply.pivots))
        ? { pivotsAt: world.calendar.release + random.below(20 * HOUR) }
        : {}),
      ...(supply.thinks === undefined ? {} : { thinks: supply.thinks }),
      ...(shells.length === 0 ? {} : pick(random, shells)),
    };
  });
}

/** The harness's own client, one of the operator's four favourites, or anything that speaks the wanted format. */
function softwareOf(
  random: Random,
  supply: Supply,
  favourites: readonly (readonly [string, string])[],
): Wishes {
  const wire = supply.wire === undefined ? {} : { wire: supply.wire };
  if (supply.harness !== undefined && chance(random, supply.harness[1]))
    return { ...wire, software: supply.harness[0] };
  if (supply.wire !== undefined) return wire;
  return {
    software: chance(random, 0.5)
      ? (favourites[zipfIndex(random, 4)] ?? pickSoftware(random))
      : pickSoftware(random),
  };
}

/** Shell companies: an organisation and a card each; half of them have a mail domain of their own. */
function shellCompanies(random: Random, count: number): Wishes[] {
  return Array.from({ length: count }, (_, index) => ({
    organization: `org_${token(random, 10)}`,
    payment: `pm_${token(random, 16)}`,
    ...(index % 2 === 0 ? { emailDomain: `${token(random, 9)}.example` } : {}),
  }));
}

const PROXY_LINES: readonly (readonly [LineKind, number])[] = [
  ["home", 88],
  ["mobile", 12],
];

function pool(
  random: Random,
  accounts: number,
  low: number,
  high: number,
  prefix: string,
  length: number,
): string[] {
  const values = Math.max(1, Math.round((2 * accounts) / (low + high)));
  return Array.from({ length: values }, () => `${prefix}_${token(random, length)}`);
}

/** One slot of a fleet's day: which account sends, and when (epoch milliseconds). */
export interface Slot {
  readonly account: Account;
  readonly timeMs: number;
}

/** The campaign's own requests of one day: about `perAccount` for each account, spread as the cadence says. */
export function fleetDay(
  random: Random,
  world: World,
  accounts: readonly Account[],
  day: number,
  perAccount: number,
  cadence: Cadence,
): Slot[] {
  const midnight = world.calendar.start + day * DAY;
  return CADENCES[cadence](random, world, accounts, midnight, perAccount, day);
}

type Spread = (
  random: Random,
  world: World,
  accounts: readonly Account[],
  midnight: number,
  perAccount: number,
  day: number,
) => Slot[];

/** A load balancer deals one stream of requests over the accounts in turn. */
const roundRobin: Spread = (random, _world, accounts, midnight, perAccount, day) => {
  const times = roundTheClock(random, poisson(random, accounts.length * perAccount));
  const turn = day * 7919;
  return times.flatMap((at, index) => {
    const account = accounts[(turn + index) % accounts.length];
    return account === undefined ? [] : [{ account, timeMs: midnight + at }];
  });
};

/** At a few moments of the day most accounts work through a share of a queue within minutes. */
const bursts: Spread = (random, _world, accounts, midnight, perAccount) => {
  const moments = burstMoments(random, 5);
  return moments.flatMap((moment) =>
    accounts
      .filter(() => chance(random, 0.8))
      .flatMap((account) =>
        Array.from({ length: poisson(random, perAccount / (0.8 * moments.length)) }, () => ({
          account,
          timeMs: midnight + moment + random.below(4 * MINUTE),
        })),
      ),
  );
};

/** Every account for itself, round the clock. */
const independent: Spread = (_random, world, accounts, midnight, perAccount, day) =>
  accounts.flatMap((account) => {
    const own = streamOf(world.seed ^ 0x51ed, account, day);
    return roundTheClock(own, poisson(own, perAccount)).map((at) => ({ account, timeMs: midnight + at }));
  });

/** Every account for itself, in the working hours of its own country, so that it looks like a person. */
const businessHours: Spread = (_random, world, accounts, midnight, perAccount, day) =>
  accounts.flatMap((account) => {
    const own = streamOf(world.seed ^ 0x2b1d, account, day);
    return Array.from({ length: poisson(own, perAccount) }, () => ({
      account,
      timeMs: midnight + wakingMoment(own, account.utcOffset, true),
    }));
  });

const CADENCES: Readonly<Record<Cadence, Spread>> = {
  "round-robin": roundRobin,
  bursts,
  poisson: independent,
  "business-hours": businessHours,
};
