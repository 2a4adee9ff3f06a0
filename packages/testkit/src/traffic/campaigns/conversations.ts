import { conversationTurns, history } from "../background.ts";
import { ownMessage } from "../phrases.ts";
import type { Random } from "../random.ts";
import { between, chance, pick, pickWeighted, token } from "../random.ts";
import { LANGUAGES } from "../speech/language.ts";
import type { Language } from "../speech/language.ts";
import { HOUR } from "../timing.ts";
import type { Draft, PlannedRequest } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { proseAnswer } from "../world.ts";
import type { Slot } from "./fleet.ts";
import type { Workload } from "./workload.ts";

/** A conversation of somebody who does not know where it is answered. */
export interface Talk {
  readonly system: string | null;
  readonly turns: readonly (readonly [prompt: string, answer: string])[];
}

/**
 * Live relay (threat-and-law.md, GTG-16002 and GTG-16001): conversations of the operator's own users, every turn
 * dealt to whichever account is next. The reasoning of the earlier turns goes along, though it was handed out to
 * other accounts in other sessions.
 */
export function relayed(talk: (random: Random) => Talk): Workload {
  return (random, slots) => {
    const open: OpenTalk[] = [];
    return slots.map((slot) => {
      const oldest = open[0];
      while (open[0] !== undefined && slot.timeMs - open[0].lastMs > 3 * HOUR) open.shift();
      const continued =
        oldest !== undefined && oldest === open[0] && slot.timeMs - oldest.lastMs > 20_000
          ? open.shift()
          : undefined;
      const current = continued ?? {
        ...talk(random),
        thread: `relay_${token(random, 14)}`,
        turn: 0,
        lastMs: 0,
      };
      const request = relayedTurn(random, slot, current);
      const next = { ...current, turn: current.turn + 1, lastMs: slot.timeMs };
      if (next.turn < current.turns.length) open.push(next);
      return request;
    });
  };
}

interface OpenTalk extends Talk {
  readonly thread: string;
  readonly turn: number;
  readonly lastMs: number;
}

function relayedTurn(random: Random, slot: Slot, talk: OpenTalk): PlannedRequest {
  const { thread, turn, turns, system } = talk;
  return {
    ...slot,
    session: `sess_${token(random, 12)}`,
    planted: true,
    reasoning: {
      presents: Array.from({ length: turn }, (_, earlier) => `${thread}/${earlier}`),
      issues: `${thread}/${turn}`,
    },
    draft: () => said(system, turns, turn),
  };
}

function said(system: string | null, turns: Talk["turns"], turn: number): Draft {
  return { system, messages: history(turns, turn), answer: turns[turn]?.[1] ?? "", refused: false };
}

/**
 * Store, then replay (GTG-16008): recorded sessions of the operator's product are sent at once with their whole
 * history, whoever answered it then, behind the system prompt of a public harness.
 */
export function storedAndReplayed(talk: (random: Random) => Talk): Workload {
  return (random, slots) =>
    slots.map((slot) => {
      const { system, turns } = talk(random);
      const turn = turns.length - 1;
      return {
        ...slot,
        session: `sess_${token(random, 12)}`,
        planted: true,
        reasoning: { presents: [] },
        draft: () => said(system, turns, turn),
      };
    });
}

/** What users of a chat product write, in the languages that product is used in. */
export function userTalk(random: Random, world: World): Talk {
  return { system: null, turns: conversationTurns(random, world, pickWeighted(random, PRODUCT_LANGUAGES)) };
}

const PRODUCT_LANGUAGES: readonly (readonly [Language, number])[] = LANGUAGES.map(
  (language) => [language, language === "zh" ? 30 : language === "en" ? 25 : 3.5] as const,
);

/** What users of a coding harness write: its system prompt, files, errors. */
export function codingTalk(random: Random, world: World, system: string): Talk {
  const turns = Array.from(
    { length: chance(random, 0.5) ? 1 : between(random, 2, 6) },
    () => [codingMessage(random, world, "en"), codingAnswer(random, world)] as const,
  );
  return { system, turns };
}

/** A session of a harness in any of the kit's languages. */
export function harnessTalk(random: Random, world: World, systems: readonly string[]): Talk {
  const language = pick(random, LANGUAGES);
  const turns = Array.from(
    { length: chance(random, 0.5) ? 1 : between(random, 2, 4) },
    () => [codingMessage(random, world, language), codingAnswer(random, world)] as const,
  );
  return { system: pick(random, systems), turns };
}

/** A wish about a file of one's own. */
export function codingMessage(random: Random, world: World, language: Language): string {
  const file = `src/${token(random, 6)}/${token(random, 8)}.${pick(random, ["ts", "py", "go", "rs", "java"])}`;
  const own = ownMessage(random, world.phrases, language);
  if (language !== "en") return `${file}: ${own}`;
  const wish = pick(random, [
    "Fix the failing test in",
    "Please refactor",
    "Explain what happens in",
    "Add an option to",
    "Why is this slow:",
  ]);
  return `${wish} ${file}. ${own}`;
}

/** Prose and a block of code. */
export function codingAnswer(random: Random, world: World): string {
  return `${proseAnswer(random, world)}\n\n\`\`\`\n${token(random, 40)}\n\`\`\``;
}
