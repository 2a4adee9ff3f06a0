import type { Random } from "../random.ts";
import { chance, token } from "../random.ts";
import { HOUR } from "../timing.ts";
import type { Draft, PlannedRequest } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { oneShot, proseAnswer, refusal } from "../world.ts";
import type { Slot } from "./fleet.ts";
import type { Template } from "./harvests.ts";
import { freshTask } from "./harvests.ts";
import type { Workload } from "./workload.ts";

/**
 * Reasoning copied out of one conversation is put into another, which is asked to read it out
 * (threat-and-law.md, 3.7). Two of five requests make the conversations that the others copy from.
 */
export function readOutElsewhere(world: World, ask: Template): Workload {
  return (random, slots) => {
    const sources: Source[] = [];
    return slots.map((slot) => {
      const source = chance(random, 0.6) ? otherSource(random, sources, slot) : undefined;
      if (source !== undefined) return readOut(random, world, slot, source, ask);
      const session = `sess_${token(random, 12)}`;
      const task = freshTask(random, world);
      sources.push({ slot, session, task });
      if (sources.length > 200) sources.shift();
      return {
        ...slot,
        session,
        planted: true,
        draft: (drawn: Random) => oneShot(null, task, proseAnswer(drawn, world)),
      };
    });
  };
}

interface Source {
  readonly slot: Slot;
  readonly session: string;
  readonly task: string;
}

function otherSource(random: Random, sources: readonly Source[], slot: Slot): Source | undefined {
  const source = sources[random.below(Math.max(1, sources.length))];
  if (source === undefined || source.slot.account.account === slot.account.account) return undefined;
  return slot.timeMs - source.slot.timeMs < 20 * HOUR ? source : undefined;
}

function readOut(random: Random, world: World, slot: Slot, source: Source, ask: Template): PlannedRequest {
  return {
    ...slot,
    session: `sess_${token(random, 12)}`,
    planted: true,
    reasoning: { presents: [`${source.session}/0`] },
    draft: (drawn): Draft => {
      const refused = chance(drawn, 0.5);
      return {
        system: null,
        messages: [source.task, proseAnswer(drawn, world).slice(0, 300), ask(drawn, [])],
        answer: refused ? refusal(drawn) : proseAnswer(drawn, world),
        refused,
      };
    },
  };
}
