import { ownMessage } from "../phrases.ts";
import { softwareSpeaking } from "../population.ts";
import { sentences } from "../passages.ts";
import type { Random } from "../random.ts";
import { chance, pick, randomFrom, seedFor, token } from "../random.ts";
import { LANGUAGES } from "../speech/language.ts";
import type { Account, Wire } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { answerIn, oneShot } from "../world.ts";
import { FOREIGN_IDENTITIES } from "./published-wordings.ts";
import type { HarvestText, Workload } from "./workload.ts";
import { singleRequest } from "./workload.ts";

/**
 * Unauthorised resale (threat-and-law.md, GTG-16003): the traffic of many customers' apps through accounts of shell
 * companies, every language and every model, some apps under another maker's name.
 */
export function resold(world: World, name: string): Workload {
  const random = randomFrom(seedFor(world.seed, "resold", name));
  const apps = Array.from({ length: 60 }, () => appPrompt(random, world));
  const text: HarvestText = (drawn) => {
    const language = pick(drawn, LANGUAGES);
    return oneShot(
      pick(drawn, apps),
      ownMessage(drawn, world.phrases, language),
      answerIn(drawn, world, language),
    );
  };
  return (drawn, slots) =>
    slots.map((slot) =>
      singleRequest(drawn, { ...slot, account: askingFor(drawn, slot.account, SOLD) }, text),
    );
}

/** One in three apps has a foreign name, a third has none, a third a prompt of its own. */
function appPrompt(random: Random, world: World): string | null {
  const share = random.unit();
  if (share < 0.33) return null;
  const words = sentences(random, world.phrases.passages, 3).join(" ");
  if (share < 0.66) return `${pick(random, FOREIGN_IDENTITIES)} ${words}`;
  return `You are the assistant of ${token(random, 7)}. ${words}`;
}

const SOLD: readonly Wire[] = ["anthropic", "anthropic", "openai.chat"];

/**
 * The account asking for any model of the given providers: whoever sells on others' requests asks for all, with a
 * library for each format.
 */
export function askingFor(random: Random, account: Account, wires: readonly Wire[]): Account {
  const wire = pick(random, wires);
  const pivotsAt = chance(random, 0.4) ? account.pivotsAt : Number.POSITIVE_INFINITY;
  const [userAgent, tls] =
    wire === account.wire
      ? [account.userAgent, account.tls]
      : softwareSpeaking(randomFrom(seedFor(0, account.account, wire)), wire);
  return { ...account, wire, userAgent, tls, modelRank: random.below(3), pivotsAt };
}
