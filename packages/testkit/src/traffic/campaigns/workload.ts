import type { Random } from "../random.ts";
import { token } from "../random.ts";
import type { AnswerMemory } from "../answer-memory.ts";
import type { Account, Draft, PlannedRequest } from "../traffic-part.ts";
import type { Slot } from "./fleet.ts";

/** Gives the slots of one day, in the order of time, their text, sessions and reasoning. */
export type Workload = (random: Random, slots: readonly Slot[]) => readonly PlannedRequest[];

/** How a campaign hides its text; each of its pools has a number of its own. */
export interface Disguise {
  /** Share of the template's words that every request replaces. */
  readonly paraphrase: number;
  /** Multiplies the length of what stands in the slots. */
  readonly slotSize: number;
  /** Number of the pool, 0 the first; from 1 on the template has other words. */
  readonly partition: number;
}

/** Makes the text of one campaign request. */
export type HarvestText = (random: Random, answers: AnswerMemory, account: Account) => Draft;

/** Every slot is a request of its own, in a session of its own. */
export function singles(text: HarvestText, rememberAs?: string): Workload {
  return (random, slots) => slots.map((slot) => singleRequest(random, slot, text, rememberAs));
}

/** One request in a session of its own. */
export function singleRequest(
  random: Random,
  slot: Slot,
  text: HarvestText,
  rememberAs?: string,
): PlannedRequest {
  return {
    ...slot,
    session: `sess_${token(random, 12)}`,
    planted: true,
    draft: (drawn, answers) => text(drawn, answers, slot.account),
    ...(rememberAs === undefined ? {} : { rememberAs }),
  };
}
