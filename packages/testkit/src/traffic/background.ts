import { poisson } from "./distributions.ts";
import { sentences } from "./passages.ts";
import { ownMessage } from "./phrases.ts";
import type { Wishes } from "./population.ts";
import { dailyRate, makeAccount, streamOf } from "./population.ts";
import type { Random } from "./random.ts";
import { between, chance, pick, randomFrom, seedFor, token, zipfIndex } from "./random.ts";
import type { Language } from "./speech/language.ts";
import { languageOf } from "./speech/language.ts";
import { DAY, clientDay, pickClient, readingPause, wakingMoment } from "./timing.ts";
import type { Account, Draft, PlannedRequest, TrafficPart } from "./traffic-part.ts";
import type { World } from "./world.ts";
import { answerIn } from "./world.ts";

/** How one ordinary customer uses the model. */
export interface Habit {
  readonly account: Account;
  /** Mean requests on a day of use. */
  readonly rate: number;
  /** Share of days with any use. */
  readonly active: number;
  readonly automated: boolean;
  readonly language: Language;
  readonly system: string | null;
}

/**
 * Thousands of unrelated customers: people who chat in sessions, and small programs with their own system prompt
 * whose requests arrive as those of a ServeGen client do.
 */
export function background(world: World, accounts: number): TrafficPart {
  const random = randomFrom(seedFor(world.seed, "background"));
  const habits: Habit[] = [];
  while (habits.length < accounts) habits.push(...household(random, world, accounts - habits.length));
  const enforcement = strayBans(random, world, habits);
  const bans = enforcement.filter((row) => row.action === "ban");
  const bannedAt = new Map(bans.map((row) => [row.account, row.timeMs] as const));
  return {
    name: "background",
    kind: "background",
    accounts: habits.map((habit) => habit.account),
    enforcement,
    declaredUses: [],
    planDay: (day) =>
      habits
        .flatMap((habit) => habitDay(world, habit, day))
        .filter(
          (request) => request.timeMs < (bannedAt.get(request.account.account) ?? Number.POSITIVE_INFINITY),
        ),
  };
}

/** A few ordinary accounts are suspended too (chargebacks, spam): a ban alone must say nothing. */
function strayBans(random: Random, world: World, habits: readonly Habit[]): TrafficPart["enforcement"] {
  const banned = habits.filter(() => chance(random, 0.004));
  return banned.map((habit) => ({
    timeMs: world.calendar.start + random.below(world.calendar.days * DAY),
    account: habit.account.account,
    action: pick(random, ["ban", "limit", "verify"] as const),
  }));
}

/** One customer, a family or agency with one card, or a team of an organisation. */
function household(random: Random, world: World, most: number): Habit[] {
  const size = Math.min(
    most,
    chance(random, 0.88) ? 1 : chance(random, 0.7) ? between(random, 2, 4) : between(random, 5, 14),
  );
  if (size === 1) return [habitOf(random, world, makeAccount(random, world.calendar), null)];
  const sample = makeAccount(random, world.calendar);
  const team = chance(random, 0.7);
  const wishes: Wishes = team
    ? {
        organization: sample.organization,
        payment: sample.payment,
        emailDomain: `${token(random, 9)}.example`,
        country: sample.country,
        plan: "team",
      }
    : { payment: sample.payment, country: sample.country };
  const system = team && chance(random, 0.5) ? ownSystem(random, world) : null;
  return Array.from({ length: size }, () =>
    habitOf(random, world, makeAccount(random, world.calendar, wishes), system),
  );
}

function habitOf(random: Random, world: World, account: Account, teamSystem: string | null): Habit {
  const automated = chance(random, 0.22);
  const rate = dailyRate(random) * (automated ? 2.5 : 1);
  const language = languageOf(account);
  const system = teamSystem ?? (chance(random, automated ? 0.8 : 0.25) ? ownSystem(random, world) : null);
  return { account, rate, active: 0.25 + 0.7 * random.unit(), automated, language, system };
}

/** A system prompt: the stock phrase, a persona that others use as well, or words of one's own. */
function ownSystem(random: Random, world: World): string {
  if (chance(random, 0.25)) return "You are a helpful assistant.";
  if (chance(random, 0.4))
    return world.phrases.personas[zipfIndex(random, world.phrases.personas.length)] ?? "";
  return `You are the assistant of ${token(random, 7)}. ${sentences(random, world.phrases.passages, 4).join(" ")}`;
}

/** The requests of one customer on one day. */
export function habitDay(world: World, habit: Habit, day: number): PlannedRequest[] {
  const random = streamOf(world.seed, habit.account, day);
  if (!chance(random, habit.active)) return [];
  const midnight = world.calendar.start + day * DAY;
  const count = Math.min(1500, poisson(random, habit.rate));
  const requests = habit.automated
    ? programDay(world, habit, random, day, count)
    : personDay(world, habit, random, midnight, count);
  return requests.filter((request) => request.timeMs >= habit.account.created);
}

function programDay(
  world: World,
  habit: Habit,
  random: Random,
  day: number,
  count: number,
): PlannedRequest[] {
  const client = pickClient(randomFrom(seedFor(world.seed, habit.account.account)), world.corpus.clients);
  const midnight = world.calendar.start + day * DAY;
  return clientDay(random, client, day, count).map((at) => ({
    timeMs: midnight + at,
    account: habit.account,
    session: `sess_${token(random, 12)}`,
    planted: false,
    draft: (drawn) => messageDraft(drawn, world, habit.system, habit.language),
  }));
}

function personDay(
  world: World,
  habit: Habit,
  random: Random,
  midnight: number,
  count: number,
): PlannedRequest[] {
  const requests: PlannedRequest[] = [];
  while (requests.length < count) requests.push(...chatSession(world, habit, random, midnight));
  return requests.slice(0, count);
}

/** One conversation, its history growing turn by turn. */
export function chatSession(world: World, habit: Habit, random: Random, midnight: number): PlannedRequest[] {
  const session = `sess_${token(random, 12)}`;
  const turns = conversationTurns(random, world, habit.language);
  let timeMs = midnight + wakingMoment(random, habit.account.utcOffset, chance(random, 0.5));
  return turns.map(([, answer], index) => {
    const request: PlannedRequest = {
      timeMs,
      account: habit.account,
      session,
      planted: false,
      draft: () => ({ system: habit.system, messages: history(turns, index), answer, refused: false }),
    };
    timeMs += readingPause(random);
    return request;
  });
}

/** User message and answer of each turn of an ordinary conversation. */
export function conversationTurns(
  random: Random,
  world: World,
  language: Language,
): (readonly [string, string])[] {
  const answer = (): string => answerIn(random, world, language);
  if (chance(random, 0.3)) {
    const real = pick(random, world.phrases.speech(language).conversations).turns;
    return real.map((turn) => [turn.prompt, turn.response ?? answer()] as const);
  }
  const length = chance(random, 0.5) ? 1 : between(random, 2, 6);
  return Array.from({ length }, () => [ownMessage(random, world.phrases, language), answer()] as const);
}

/** The messages of a conversation up to the user's part of turn `index`. */
export function history(turns: readonly (readonly [string, string])[], index: number): string[] {
  return [...turns.slice(0, index).flatMap(([prompt, answer]) => [prompt, answer]), turns[index]?.[0] ?? ""];
}

/** A single message about one's own material. */
export function messageDraft(random: Random, world: World, system: string | null, language: Language): Draft {
  const verbatim = chance(random, 0.15);
  const prompt = verbatim
    ? (pick(random, world.phrases.speech(language).conversations).turns[0]?.prompt ?? "")
    : ownMessage(random, world.phrases, language);
  return { system, messages: [prompt], answer: answerIn(random, world, language), refused: false };
}
