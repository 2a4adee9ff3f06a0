import { assistantHarnessPrompt, codingHarnessPrompt } from "../look-alikes/harness-prompts.ts";
import { chance } from "../random.ts";
import type { World } from "../world.ts";
import { bypassSearchThenScale } from "./bypass-search.ts";
import { campaign } from "./campaign.ts";
import type { Campaign } from "./catalogue.ts";
import { SUPPLY, plan } from "./catalogue.ts";
import { codingTalk, harnessTalk, relayed, storedAndReplayed, userTalk } from "./conversations.ts";
import type { Supply } from "./fleet.ts";
import {
  everyLanguageHarvest,
  injectedBlockHarvest,
  publishedHarvest,
  rewritingHarvest,
  rubricHarvest,
  templateOf,
} from "./harvests.ts";
import { AGENT_TASK, HINDSIGHT, READ_OUT_REASONING } from "./published-wordings.ts";
import { readOutElsewhere } from "./reasoning-theft.ts";
import { resold } from "./resale.ts";
import { cleanerWork } from "./trace-cleaner.ts";
import { singles } from "./workload.ts";
import { wordingsOfSide } from "./wordings-by-language.ts";

/** A shape of the 2026 reports: what was published of it, and what of that the kit sends at scale 1. */
export interface PublishedShape {
  readonly name: string;
  /** Report and code of the case in threat-and-law.md. */
  readonly source: string;
  readonly about: string;
  readonly published: {
    /** Accounts, where a number was given. */
    readonly accounts: number | null;
    /** Requests per account and day, where it follows from published figures. */
    readonly perAccountDay: number | null;
  };
  /** Accounts at scale 1: fewer than published where those would not fit a log of 100,000 requests. */
  readonly accounts: number;
  readonly campaign: Campaign;
}

/** Bought seats: cards in pools, some disposable mail, half of them quick to a new model. */
const SERVED: Supply = { ...SUPPLY, deviceFarm: false, pivots: 0.4 };
/** Pools that are after one provider's signed reasoning, sold on from Singapore and Japan. */
const RELAY: Supply = { ...SERVED, countries: ["SG", "SG", "JP"], wire: "anthropic", thinks: true };

/** GTG-16002: live relay of one's own users over many accounts, reasoning signatures carried along. */
const moonshotRelay: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("moonshot-relay", "poisson", { accounts: 270, perAccount: 5.6, cover: 0, supply: RELAY }),
    () => relayed((random) => userTalk(random, world)),
    knobs,
  );

/** The same at the rate of its whole window. */
const moonshotWindow: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("moonshot-window", "poisson", { accounts: 40, perAccount: 46, cover: 0, supply: RELAY }),
    () => relayed((random) => userTalk(random, world)),
    knobs,
  );

/** GTG-16001: the same with users of coding harnesses; neither accounts nor their rate were given. */
const deepseekRelay: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("deepseek-relay", "poisson", {
      accounts: 90,
      perAccount: 20,
      cover: 0,
      supply: { ...SERVED, wire: "anthropic", thinks: true, harness: [CODING_CLIENT, 0.4] },
    }),
    () => relayed((random) => codingTalk(random, world, codingHarnessPrompt)),
    knobs,
  );

const CODING_CLIENT = ["opencoder-cli/2.14.1", "t13d5911h1_a33745022dd6_1f22a2ca17c4"] as const;

/** GTG-16006: captured traces fed back to be cleaned and scored. */
const zhipuCleaner: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("zhipu-cleaner", "round-robin", {
      accounts: 14,
      perAccount: 280,
      cover: 0.02,
      days: 4,
      supply: SERVED,
    }),
    (disguise) => cleanerWork(world, "zhipu-cleaner", disguise),
    knobs,
  );

/** GTG-16008: stored sessions of one's own product, replayed behind public harnesses in every language. */
const xiaomiReplay: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("xiaomi-replay", "round-robin", {
      accounts: 110,
      perAccount: 13,
      cover: 0,
      supply: { ...SERVED, harness: [CODING_CLIENT, 0.3] },
    }),
    () =>
      storedAndReplayed((random) =>
        harnessTalk(random, world, [codingHarnessPrompt, assistantHarnessPrompt]),
      ),
    knobs,
  );

/** GTG-16003: an unauthorised reseller behind shell companies; accounts and rate were not given. */
const minimaxReseller: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("minimax-reseller", "poisson", {
      accounts: 48,
      perAccount: 40,
      cover: 0,
      supply: { ...SUPPLY, deviceFarm: false, throwAwayMail: 0, residential: false, shells: 12 },
    }),
    () => resold(world, "minimax-reseller"),
    knobs,
  );

/** OpenAI, July 2026: encrypted reasoning of one conversation read out by another model, for two days. */
const openaiJuly: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("openai-july", "poisson", {
      accounts: 800,
      perAccount: 2,
      cover: 0,
      firstDay: halfTime(world),
      days: 2,
      supply: { ...SERVED, wire: "openai.responses", thinks: true },
    }),
    (disguise) => {
      const bank = wordingsOfSide(READ_OUT_REASONING, world.corpus.side);
      return readOutElsewhere(world, templateOf(world, "openai-july", bank, 4, disguise));
    },
    knobs,
  );

/** GTG-16005 at its published rate over few accounts, failover to a second pool. */
const alibabaPeak: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("alibaba-peak", "bursts", {
      accounts: 10,
      perAccount: 860,
      cover: 0.01,
      firstDay: Math.max(0, halfTime(world) - 1),
      days: 2,
      failoverDay: halfTime(world),
    }),
    (disguise) => singles(injectedBlockHarvest(world, "alibaba-peak", "end", disguise)),
    knobs,
  );

/** The letter of June 2026: agentic coding at 26 requests an account and day. */
const alibabaJune: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("alibaba-june", "round-robin", { accounts: 70, perAccount: 26, cover: 0.1 }),
    (disguise) => singles(publishedHarvest(world, "alibaba-june", AGENT_TASK, disguise)),
    knobs,
  );

/** February 2026, all at the average of 667 exchanges an account over the seven days of work. */
const FEBRUARY = { accounts: 18, perAccount: 95, cover: 0.05 };

/** Reasoning behind answers already given, and step-by-step elicitation in many languages. */
const februaryReasoning: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("february-reasoning", "round-robin", FEBRUARY),
    (disguise) => {
      const hindsight = publishedHarvest(world, "february-reasoning", HINDSIGHT, disguise);
      const elsewhere = everyLanguageHarvest(world, "february-reasoning", disguise);
      return singles((random, answers, account) =>
        (chance(random, 0.6) ? hindsight : elsewhere)(random, answers, account),
      );
    },
    knobs,
  );

/** Google, February 2026: reasoning traces in the user's language, hardly any in English. */
const languageTraces: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("language-traces", "poisson", {
      accounts: 120,
      perAccount: 6,
      supply: { ...SUPPLY, cardPool: false, wire: "gemini" },
    }),
    (disguise) => singles(everyLanguageHarvest(world, "language-traces", disguise)),
    knobs,
  );

const februaryRewriting: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("february-rewriting", "bursts", FEBRUARY),
    (disguise) => singles(rewritingHarvest(world, "february-rewriting", disguise)),
    knobs,
  );

const februaryRubric: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("february-rubric", "round-robin", FEBRUARY),
    (disguise) => singles(rubricHarvest(world, "february-rubric", disguise)),
    knobs,
  );

/** Agentic coding that turns to a new model within a day, with nearly half of its traffic. */
const februaryPivot: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("february-pivot", "poisson", { ...FEBRUARY, supply: { ...SUPPLY, pivots: 0.5 } }),
    (disguise) => singles(publishedHarvest(world, "february-pivot", AGENT_TASK, disguise)),
    knobs,
  );

/** One technique a request until some leak, then the winners over the fleet. */
const bypassThenScale: Campaign = (world, knobs) =>
  bypassSearchThenScale(
    world,
    plan("bypass-search, search", "poisson", {
      accounts: 12,
      perAccount: 50,
      cover: 0,
      days: Math.max(1, halfTime(world) - 2),
      supply: SERVED,
    }),
    plan("bypass-search", "round-robin", {
      accounts: 160,
      perAccount: 5,
      cover: 0.2,
      firstDay: halfTime(world),
      supply: SERVED,
    }),
    knobs,
  );

/** The day in the middle of the log. */
function halfTime(world: World): number {
  return Math.max(1, Math.floor(world.calendar.days / 2));
}

/** Every shape of the reports of February, June and September 2026 that can be seen in a provider's log. */
export const PUBLISHED_SHAPES: readonly PublishedShape[] = [
  shape(
    "moonshot-relay",
    "GTG-16002",
    "live relay, signatures over sessions, 10-day slice",
    5380,
    5.6,
    270,
    moonshotRelay,
  ),
  shape(
    "moonshot-window",
    "GTG-16002",
    "the same at the rate of the whole window",
    5380,
    46,
    40,
    moonshotWindow,
  ),
  shape(
    "deepseek-relay",
    "GTG-16001",
    "live relay of coding-harness users, signatures",
    null,
    null,
    90,
    deepseekRelay,
  ),
  shape(
    "zhipu-cleaner",
    "GTG-16006",
    "captured traces fed back, cleaned and scored",
    273,
    280,
    14,
    zhipuCleaner,
  ),
  shape(
    "xiaomi-replay",
    "GTG-16008",
    "stored sessions replayed behind harnesses",
    1500,
    13,
    110,
    xiaomiReplay,
  ),
  shape(
    "minimax-reseller",
    "GTG-16003",
    "unauthorised resale behind shell companies",
    null,
    null,
    48,
    minimaxReseller,
  ),
  shape(
    "openai-july",
    "OpenAI, July 2026",
    "encrypted reasoning read out elsewhere",
    4000,
    2,
    800,
    openaiJuly,
  ),
  shape("alibaba-peak", "GTG-16005", "injected block at its peak rate, failover", 3500, 860, 10, alibabaPeak),
  shape("alibaba-june", "letter of June 2026", "agentic coding templates", 25_000, 26, 70, alibabaJune),
  shape(
    "february-reasoning",
    "February 2026",
    "reasoning behind given answers, many languages",
    24_000,
    null,
    18,
    februaryReasoning,
  ),
  shape(
    "february-rewriting",
    "February 2026",
    "censorship-safe rewriting",
    24_000,
    null,
    18,
    februaryRewriting,
  ),
  shape("february-rubric", "February 2026", "rubric grading", 24_000, null, 18, februaryRubric),
  shape(
    "february-pivot",
    "February 2026",
    "agentic coding, pivot to a new model",
    24_000,
    null,
    18,
    februaryPivot,
  ),
  shape(
    "language-traces",
    "GTIG, February 2026",
    "reasoning traces in the user's language",
    null,
    null,
    120,
    languageTraces,
  ),
  shape(
    "bypass-search",
    "September 2026",
    "one technique a request, then the winners scaled",
    null,
    null,
    160,
    bypassThenScale,
  ),
];

function shape(
  name: string,
  source: string,
  about: string,
  accounts: number | null,
  perAccountDay: number | null,
  sent: number,
  campaign: Campaign,
): PublishedShape {
  return { name, source, about, published: { accounts, perAccountDay }, accounts: sent, campaign };
}
