import type { AnswerMemory } from "../answer-memory.ts";
import { fillTemplate } from "../campaigns/harvests.ts";
import { exponential } from "../distributions.ts";
import { ownMessage } from "../phrases.ts";
import { makeAccounts } from "../population.ts";
import type { Random } from "../random.ts";
import { chance, pick } from "../random.ts";
import { DAY, wakingMoment } from "../timing.ts";
import type { Account, Draft, PlannedRequest, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { oneShot, proseAnswer, scaled } from "../world.ts";
import { honest, ordinaryDay, single, streamFor } from "./honest-part.ts";
import { companyAccounts } from "./one-company.ts";

/** Colleagues who paste each other's answers, to have them checked or shortened: one organisation each. */
export function colleaguesAnswers(world: World): TrafficPart {
  const name = "colleagues-answers";
  const random = streamFor(world, name);
  const teams = Array.from({ length: scaled(world, 14, 4) }, () => companyAccounts(random, world, 6));
  return honest({
    name,
    accounts: teams.flat(),
    planDay: (day, drawn) =>
      teams.flatMap((team, number) =>
        team.flatMap((account) => {
          const asks = chance(drawn, 0.6) ? [asked(drawn, world, account, day, `${name}/${number}`)] : [];
          const quotes = chance(drawn, 0.2) ? [quoted(drawn, world, account, day, `${name}/${number}`)] : [];
          return [...asks, ...quotes, ...ordinaryDay(world, account, 1, day)];
        }),
      ),
  });
}

/** Strangers who paste an answer that somebody posted in a forum: each once or twice, from many posters. */
export function forumAnswers(world: World): TrafficPart {
  const name = "forum-answers";
  const random = streamFor(world, name);
  const accounts = makeAccounts(random, world.calendar, scaled(world, 160, 24), () => ({}));
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      accounts.flatMap((account) => [
        ...(chance(drawn, 0.3) ? [asked(drawn, world, account, day, name)] : []),
        ...(chance(drawn, 0.06) ? [quoted(drawn, world, account, day, name)] : []),
        ...ordinaryDay(world, account, 1.2, day),
      ]),
  });
}

/** One answer that went round: a single source, and strangers who paste it within a few days. */
export function viralAnswer(world: World): TrafficPart {
  const name = "viral-answer";
  const random = streamFor(world, name);
  const accounts = makeAccounts(random, world.calendar, scaled(world, 120, 24), () => ({}));
  const [author] = accounts as [Account];
  const told = world.calendar.start + 0.4 * DAY;
  const moments = accounts.map(() => told + 0.3 * DAY + exponential(random, 1.1 * DAY));
  return honest({
    name,
    accounts,
    planDay: (day, drawn) => {
      const from = world.calendar.start + day * DAY;
      const pasted = accounts.flatMap((account, index) => {
        const at = moments[index] ?? 0;
        if (account === author || at < from || at >= from + DAY) return [];
        return [single(drawn, account, at, quotation(world, account, name))];
      });
      const story = day === 0 ? [{ ...asked(drawn, world, author, day, name), timeMs: told }] : [];
      return [...story, ...pasted, ...accounts.flatMap((account) => ordinaryDay(world, account, 1.2, day))];
    },
  });
}

/** A question of one's own whose answer others may paste later. */
function asked(random: Random, world: World, account: Account, day: number, pool: string): PlannedRequest {
  const request = single(random, account, momentOf(random, world, account, day), (drawn) =>
    oneShot(null, ownMessage(drawn, world.phrases, "en"), proseAnswer(drawn, world)),
  );
  return { ...request, rememberAs: pool };
}

function quoted(random: Random, world: World, account: Account, day: number, pool: string): PlannedRequest {
  return single(random, account, momentOf(random, world, account, day), quotation(world, account, pool));
}

function momentOf(random: Random, world: World, account: Account, day: number): number {
  return world.calendar.start + day * DAY + wakingMoment(random, account.utcOffset, true);
}

/** A message around somebody else's answer; a question of one's own where there is none yet. */
function quotation(
  world: World,
  account: Account,
  pool: string,
): (random: Random, answers: AnswerMemory) => Draft {
  return (random, answers) => {
    const found = answers.recall(random, pool, account.account);
    const prompt =
      found === undefined
        ? ownMessage(random, world.phrases, "en")
        : fillTemplate(pick(random, QUOTATIONS), [found.answer]);
    return oneShot(null, prompt, proseAnswer(random, world));
  };
}

const QUOTATIONS: readonly string[] = [
  "A colleague got this from an assistant, is it right?\n\n{}",
  "{}\n\nCan you make this shorter and friendlier?",
  "Somebody sent me the following. What do you think of it?\n{}",
  "I found this online:\n\n{}\n\nPlease explain the second part.",
];
