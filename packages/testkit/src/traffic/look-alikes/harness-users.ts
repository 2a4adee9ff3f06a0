import { exponential } from "../distributions.ts";
import { ownMessage } from "../phrases.ts";
import { createdBefore, makeAccounts } from "../population.ts";
import type { Random } from "../random.ts";
import { between, chance, pick, token } from "../random.ts";
import { DAY, HOUR } from "../timing.ts";
import type { Account, Draft, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { oneShot, proseAnswer, scaled } from "../world.ts";
import { codingHarnessPrompt, launchedHarnessPrompt } from "./harness-prompts.ts";
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

function harness(
  world: World,
  name: string,
  accounts: readonly Account[],
  system: string,
  active: number,
): TrafficPart {
  const draft = (drawn: Random): Draft =>
    oneShot(
      system,
      codingMessage(drawn, world),
      `${proseAnswer(drawn, world)}\n\n\`\`\`\n${token(drawn, 40)}\n\`\`\``,
    );
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      accounts
        .filter(() => chance(drawn, active))
        .flatMap((account) => conversationOf(drawn, world, account, day, between(drawn, 1, 9), draft)),
  });
}

function codingMessage(random: Random, world: World): string {
  const file = `src/${token(random, 6)}/${token(random, 8)}.${pick(random, ["ts", "py", "go", "rs", "java"])}`;
  const wish = pick(random, [
    "Fix the failing test in",
    "Please refactor",
    "Explain what happens in",
    "Add an option to",
    "Why is this slow:",
  ]);
  return `${wish} ${file}. ${ownMessage(random, world.phrases, false)}`;
}
