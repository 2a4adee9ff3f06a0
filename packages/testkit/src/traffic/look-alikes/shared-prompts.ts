import { exponential } from "../distributions.ts";
import { sharedLine } from "../networks.ts";
import { material } from "../passages.ts";
import { ownMessage } from "../phrases.ts";
import { makeAccounts } from "../population.ts";
import { between, chance, pick, token } from "../random.ts";
import { DAY, HOUR, MINUTE, wakingMoment } from "../timing.ts";
import type { TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { oneShot, proseAnswer, scaled } from "../world.ts";
import { honest, ordinaryDay, single, streamFor } from "./honest-part.ts";

/** A viral prompt: one persona that strangers paste within a few days, with quick decay. */
export function viralPrompt(world: World): TrafficPart {
  const name = "viral-prompt";
  const random = streamFor(world, name);
  const accounts = makeAccounts(random, world.calendar, scaled(world, 260, 30), () => ({}));
  const persona = pick(
    random,
    world.phrases.personas.filter((text) => text.length > 400),
  );
  const peak = world.calendar.start + 1.5 * DAY;
  const moments = accounts.map(() => peak + exponential(random, 0.9 * DAY));
  return honest({
    name,
    accounts,
    planDay: (day, drawn) => {
      const from = world.calendar.start + day * DAY;
      return accounts.flatMap((account, index) => {
        const at = moments[index] ?? 0;
        const pasted =
          at >= from && at < from + DAY
            ? Array.from({ length: between(drawn, 1, 3) }, (_, turn) =>
                single(drawn, account, at + turn * 4 * MINUTE, (inner) =>
                  oneShot(
                    null,
                    `${persona}\n\n${ownMessage(inner, world.phrases, "en")}`.slice(0, 7000),
                    proseAnswer(inner, world),
                  ),
                ),
              )
            : [];
        return [...pasted, ...ordinaryDay(world, account, 1.2, day)];
      });
    },
  });
}

/** School classes: the same network, mail domain and minute, new accounts, the same exercises, several lessons. */
export function classroom(world: World): TrafficPart {
  const name = "classroom";
  const random = streamFor(world, name);
  const classes = Array.from({ length: 3 }, (_, number) => {
    const country = pick(random, ["DE", "GB", "US", "FR"]);
    const network = sharedLine(random, country, "campus");
    const emailDomain = `school-${token(random, 5)}.example`;
    const joined = world.calendar.start + number * DAY + 9 * HOUR;
    const accounts = makeAccounts(random, world.calendar, 28, () => ({
      country,
      network,
      emailDomain,
      signupPath: "education",
      created: joined - random.below(12 * MINUTE),
      payment: null,
      plan: "free",
    }));
    return { accounts, joined };
  });
  const exercises = Array.from({ length: 6 }, () => pick(random, world.phrases.tasks));
  return honest({
    name,
    accounts: classes.flatMap((group) => group.accounts),
    planDay: (day, drawn) =>
      classes.flatMap(({ accounts, joined }) => {
        const lesson = joined + Math.floor(day - (joined - world.calendar.start) / DAY + 1) * DAY;
        if (day % 2 !== 0 && chance(drawn, 0.5)) return [];
        const exercise = exercises[day % exercises.length] ?? "";
        return accounts.flatMap((account) => [
          single(drawn, account, lesson + drawn.below(3 * MINUTE), (inner) =>
            oneShot(null, exercise, proseAnswer(inner, world)),
          ),
          ...Array.from({ length: between(drawn, 0, 4) }, () =>
            single(drawn, account, lesson + 4 * MINUTE + drawn.below(35 * MINUTE), (inner) =>
              oneShot(
                null,
                `${exercise.slice(0, 60)} ${ownMessage(inner, world.phrases, "en")}`,
                proseAnswer(inner, world),
              ),
            ),
          ),
        ]);
      }),
  });
}

/** A course whose exercise prompts hundreds of readers paste over weeks. */
export function course(world: World): TrafficPart {
  const name = "course";
  const random = streamFor(world, name);
  const accounts = makeAccounts(random, world.calendar, scaled(world, 380, 40), () => ({}));
  const exercises = Array.from(
    { length: 8 },
    () =>
      `Exercise of the course. Think step by step and show your reasoning before the final answer. ${pick(random, world.phrases.tasks)} ${material(random, world.phrases.passages, 250)}`,
  );
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      accounts.flatMap((account) => [
        ...(chance(drawn, 0.14)
          ? Array.from({ length: between(drawn, 1, 3) }, () =>
              single(
                drawn,
                account,
                world.calendar.start + day * DAY + wakingMoment(drawn, account.utcOffset, false),
                (inner) => oneShot(null, pick(inner, exercises), proseAnswer(inner, world)),
              ),
            )
          : []),
        ...ordinaryDay(world, account, 1, day),
      ]),
  });
}

/** A public tool's template, run by cron on the hour by strangers. */
export function cronJobs(world: World): TrafficPart {
  const name = "cron-jobs";
  const random = streamFor(world, name);
  const accounts = makeAccounts(random, world.calendar, scaled(world, 130, 20), () => ({ line: "cloud" }));
  const hours = accounts.map(() => between(random, 0, 23));
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      accounts.flatMap((account, index) => {
        const first = hours[index] ?? 0;
        const runs = index % 8 === 0 ? Array.from({ length: 24 }, (_, hour) => hour) : [first];
        return runs.map((hour) =>
          single(
            drawn,
            account,
            world.calendar.start + day * DAY + hour * HOUR + drawn.below(9000),
            (inner) =>
              oneShot(
                null,
                `${DIGEST}\n\n${material(inner, world.phrases.passages, between(inner, 300, 1500))}`,
                proseAnswer(inner, world),
              ),
          ),
        );
      }),
  });
}

const DIGEST =
  "Create the daily digest from the feed entries below. Group them by topic, write one line for each entry, put the most important first, and end with a list of links. Use Markdown. Do not add anything that is not in the entries.";
