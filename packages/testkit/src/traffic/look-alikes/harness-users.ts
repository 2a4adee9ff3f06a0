import { codingAnswer, codingMessage } from "../campaigns/conversations.ts";
import { exponential } from "../distributions.ts";
import { ownMessage } from "../phrases.ts";
import { createdBefore, makeAccounts } from "../population.ts";
import type { Random } from "../random.ts";
import { between, chance, pick } from "../random.ts";
import type { Language } from "../speech/language.ts";
import { LANGUAGES, languageOf } from "../speech/language.ts";
import { DAY, HOUR } from "../timing.ts";
import type { Account, Draft, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { answerIn, oneShot, scaled } from "../world.ts";
import {
  assistantHarnessPrompt,
  codingHarnessPrompt,
  launchedHarnessPrompt,
  reviewerPrompt,
} from "./harness-prompts.ts";
import { honest, streamFor } from "./honest-part.ts";
import { conversationOf } from "./one-company.ts";

/** A public coding harness: the identical long system prompt over hundreds of unrelated accounts. */
export function codingHarness(world: World): TrafficPart {
  const random = streamFor(world, "coding-harness");
  const software = ["opencoder-cli/2.14.1", "t13d5911h1_a33745022dd6_1f22a2ca17c4"] as const;
  const accounts = makeAccounts(random, world.calendar, scaled(world, 700, 60), () =>
    chance(random, 0.85) ? { software } : {},
  );
  return harness(world, "coding-harness", accounts, codingHarnessPrompt, 0.25);
}

/** Another harness, published within the window: most of its users are new and busy from the first day. */
export function launchedHarness(world: World): TrafficPart {
  const random = streamFor(world, "launched-harness");
  const launch = world.calendar.start + Math.floor(world.calendar.days / 3) * DAY + 15 * HOUR;
  const accounts = makeAccounts(random, world.calendar, scaled(world, 220, 30), () => {
    const joined = launch + Math.floor(exponential(random, 1.2 * DAY));
    return { created: chance(random, 0.6) ? joined : createdBefore(random, world.calendar) };
  });
  const part = harness(world, "launched-harness", accounts, launchedHarnessPrompt, 0.6);
  return {
    ...part,
    planDay: (day, drawn) => part.planDay(day, drawn).filter((request) => request.timeMs >= launch),
  };
}

/** Most write English to a harness; the rest their own language. */
function languageOfCoder(random: Random): Language {
  return chance(random, 0.8) ? "en" : pick(random, LANGUAGES);
}

function harness(
  world: World,
  name: string,
  accounts: readonly Account[],
  system: string,
  active: number,
): TrafficPart {
  const draft = (drawn: Random): Draft =>
    oneShot(system, codingMessage(drawn, world, languageOfCoder(drawn)), codingAnswer(drawn, world));
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      accounts
        .filter(() => chance(drawn, active))
        .flatMap((account) => conversationOf(drawn, world, account, day, between(drawn, 1, 9), draft)),
  });
}

/** A public assistant on people's own machines: one system prompt, strangers, every language. */
export function assistantHarness(world: World): TrafficPart {
  const name = "assistant-harness";
  const random = streamFor(world, name);
  const accounts = makeAccounts(random, world.calendar, scaled(world, 260, 30), () => ({}));
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      accounts
        .filter(() => chance(drawn, 0.35))
        .flatMap((account) => {
          const language = languageOf(account);
          const draft = (inner: Random): Draft =>
            oneShot(
              assistantHarnessPrompt,
              ownMessage(inner, world.phrases, language),
              answerIn(inner, world, language),
            );
          return conversationOf(drawn, world, account, day, between(drawn, 1, 6), draft);
        }),
  });
}

/**
 * A popular harness of which a fifth of the users is banned within two hours, for sharing seats, say. Nobody takes
 * over: newcomers go on arriving at the rate they had.
 */
export function banWaveHarness(world: World): TrafficPart {
  const name = "ban-wave-harness";
  const random = streamFor(world, name);
  const accounts = makeAccounts(random, world.calendar, scaled(world, 300, 40), (index) =>
    index % 3 === 0
      ? { created: world.calendar.start + Math.floor(random.unit() * world.calendar.days * DAY) }
      : {},
  );
  const wave = world.calendar.start + Math.floor(world.calendar.days / 2) * DAY + 10 * HOUR;
  const part = harness(world, name, accounts, reviewerPrompt, 0.45);
  const enforcement = accounts
    .filter((account) => account.created < wave && chance(random, 0.2))
    .map((account) => ({
      timeMs: wave + random.below(2 * HOUR),
      account: account.account,
      action: "ban" as const,
    }));
  return honest({ name, accounts, enforcement, planDay: part.planDay });
}
