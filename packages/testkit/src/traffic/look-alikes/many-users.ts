import { conversationTurns, history } from "../background.ts";
import { askingFor } from "../campaigns/resale.ts";
import { makeAccounts } from "../population.ts";
import type { Random } from "../random.ts";
import { chance, pick, pickWeighted, token } from "../random.ts";
import type { Language } from "../speech/language.ts";
import { LANGUAGES, languageOf } from "../speech/language.ts";
import { DAY, HOUR, readingPause, wakingMoment } from "../timing.ts";
import type { Account, PlannedRequest, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { answerIn, oneShot, scaled } from "../world.ts";
import { fillTemplate } from "../campaigns/harvests.ts";
import { material } from "../passages.ts";
import { honest, streamFor } from "./honest-part.ts";
import { companyAccounts, steady } from "./one-company.ts";

/**
 * An aggregator: one account, thousands of end users, every subject, language and model, contract declared. The
 * users' conversations send their own reasoning back, all under the one account.
 */
export function aggregator(world: World): TrafficPart {
  const name = "aggregator";
  const random = streamFor(world, name);
  const accounts = companyAccounts(random, world, 1, {
    line: "cloud",
    pivotsAt: world.calendar.release + 1_800_000,
    wire: "anthropic",
    thinks: true,
  });
  const [account] = accounts as [Account];
  return honest({
    name,
    accounts,
    declaredUses: [{ organization: account.organization, use: "reseller", note: "contracted aggregator" }],
    planDay: (day, drawn) =>
      Array.from({ length: scaled(world, 140, 25) }).flatMap(() => {
        const asked = askingFor(drawn, account, ["anthropic", "openai.chat", "openai.responses", "gemini"]);
        const system = chance(drawn, 0.3) ? pick(drawn, world.phrases.personas) : null;
        const language = pickWeighted(drawn, USERS);
        return talkOver(drawn, world, [asked], system, language, day);
      }),
  });
}

const USERS: readonly (readonly [Language, number])[] = LANGUAGES.map(
  (language) => [language, language === "en" ? 40 : language === "zh" ? 15 : 4] as const,
);

/**
 * A company whose gateway spreads conversations over the keys of its own teams: a conversation is resumed on another
 * account of the same organisation, and its reasoning is sent back from there.
 */
export function resumedConversations(world: World): TrafficPart {
  const name = "resumed-conversations";
  const random = streamFor(world, name);
  const companies = Array.from({ length: 4 }, () =>
    companyAccounts(random, world, 9, { plan: "enterprise", wire: "anthropic", thinks: true }),
  );
  return honest({
    name,
    accounts: companies.flat(),
    planDay: (day, drawn) =>
      companies.flatMap((accounts) =>
        Array.from({ length: scaled(world, 22, 8) }).flatMap(() =>
          talkOver(drawn, world, accounts, null, languageOf(pick(drawn, accounts)), day),
        ),
      ),
  });
}

/** A conversation whose turns are dealt over the accounts; with one account an ordinary one. */
function talkOver(
  random: Random,
  world: World,
  accounts: readonly Account[],
  system: string | null,
  language: Language,
  day: number,
): PlannedRequest[] {
  const turns = conversationTurns(random, world, language);
  const thread = `sess_${token(random, 12)}`;
  const first = pick(random, accounts);
  let timeMs = world.calendar.start + day * DAY + wakingMoment(random, first.utcOffset, false);
  return turns.map(([, answer], turn) => {
    const account = turn === 0 || chance(random, 0.6) ? first : pick(random, accounts);
    const request: PlannedRequest = {
      timeMs,
      account,
      session: account === first ? thread : `sess_${token(random, 12)}`,
      planted: true,
      reasoning: {
        presents: Array.from({ length: turn }, (_, earlier) => `${thread}/${earlier}`),
        issues: `${thread}/${turn}`,
      },
      draft: () => ({ system, messages: history(turns, turn), answer, refused: false }),
    };
    timeMs += readingPause(random);
    return request;
  });
}

/** A translation agency: many languages in and out, one payer, the same few wordings. */
export function translationAgency(world: World): TrafficPart {
  const name = "translation-agency";
  const random = streamFor(world, name);
  const accounts = companyAccounts(random, world, 6, { line: "office" });
  return steady(world, name, accounts, 30, (drawn) => {
    const from = pick(drawn, LANGUAGES);
    const { passages } = world.phrases.speech(from);
    const text = material(drawn, passages, passages.spaced ? 500 : 180);
    const to = pick(drawn, LANGUAGES);
    return oneShot(null, fillTemplate(TRANSLATE, [text, to.toUpperCase()]), answerIn(drawn, world, to));
  });
}

const TRANSLATE = "{}\n\n----\nTranslate the text above the line ({}). Client's glossary applies.";

/** Friends who try a product at a meeting: ninety sign-ups within an hour, every one from a line of his own. */
export function hackathon(world: World): TrafficPart {
  const name = "hackathon";
  const random = streamFor(world, name);
  const joined = world.calendar.start + DAY + 9 * HOUR;
  const accounts = makeAccounts(random, world.calendar, scaled(world, 90, 20), () => ({
    created: joined + random.below(HOUR),
    country: "DE",
    signupPath: pick(random, ["referral", "web", "console"]),
  }));
  return honest({
    name,
    accounts,
    planDay: (day, drawn) => {
      const { calendar } = world;
      const today = calendar.start + day * DAY;
      const busy = today >= joined - 9 * HOUR && today < joined + 2 * DAY ? 0.95 : 0.15;
      return accounts
        .filter(() => chance(drawn, busy))
        .flatMap((account) => talkOver(drawn, world, [account], null, languageOf(account), day));
    },
  });
}
