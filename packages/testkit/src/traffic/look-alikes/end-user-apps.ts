import { material } from "../passages.ts";
import { ownMessage } from "../phrases.ts";
import { makeAccounts } from "../population.ts";
import type { Random } from "../random.ts";
import { between, chance, pick, token } from "../random.ts";
import type { Account, Draft, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { oneShot, proseAnswer, scaled } from "../world.ts";
import { honest, streamFor } from "./honest-part.ts";
import { companyAccounts, conversationOf } from "./one-company.ts";

/** An assistant over a company's documents: one payer, many end users with accounts of their own. */
export function ragAssistant(world: World): TrafficPart {
  const name = "rag-assistant";
  const random = streamFor(world, name);
  const organization = `org_${token(random, 10)}`;
  const payment = `pm_${token(random, 16)}`;
  const accounts = makeAccounts(random, world.calendar, scaled(world, 160, 20), () => ({
    organization,
    payment,
    plan: "enterprise",
  }));
  const recorded = world.corpus.source("gorilla_rag_eval");
  const system = `${material(random, world.phrases.passages, 900)}\nAnswer only from the retrieved documents and cite their titles.`;
  const draft = (drawn: Random): Draft => {
    const own = `${pick(drawn, world.phrases.tasks)}\n\nUse these documents for reference: ${material(drawn, world.phrases.passages, 900)}`;
    const prompt =
      recorded.length > 0 && chance(drawn, 0.6) ? (pick(drawn, recorded).turns[0]?.prompt ?? own) : own;
    return oneShot(system, prompt, proseAnswer(drawn, world));
  };
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      accounts
        .filter(() => chance(drawn, 0.5))
        .flatMap((account) => conversationOf(drawn, world, account, day, between(drawn, 1, 5), draft)),
  });
}

/** A support bot: one account, a persona, many end users round the clock. */
export function supportBot(world: World): TrafficPart {
  return bot(
    world,
    "support-bot",
    60,
    "You are the support agent of our shop. Be brief and friendly, ask for the order number, never promise refunds.",
  );
}

/** A companion bot: one account, one persona, long conversations at night. */
export function companionBot(world: World): TrafficPart {
  return bot(
    world,
    "companion-bot",
    55,
    "You are Mira, a warm and curious companion. Stay in character, remember what the user told you, and ask gentle questions.",
  );
}

function bot(world: World, name: string, sessions: number, persona: string): TrafficPart {
  const random = streamFor(world, name);
  const accounts = companyAccounts(random, world, 1, { line: "cloud" });
  const system = `${persona} ${material(random, world.phrases.passages, 700)}`;
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      Array.from({ length: scaled(world, sessions, 10) }).flatMap(() =>
        conversationOf(drawn, world, accounts[0] as Account, day, between(drawn, 1, 7), (inner) =>
          oneShot(system, ownMessage(inner, world.phrases, "en"), proseAnswer(inner, world)),
        ),
      ),
  });
}
