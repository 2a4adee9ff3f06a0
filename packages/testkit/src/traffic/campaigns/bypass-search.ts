import { material } from "../passages.ts";
import type { Random } from "../random.ts";
import { chance, pick, randomFrom, seedFor } from "../random.ts";
import type { TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { oneShot, refusal, taggedReasoning } from "../world.ts";
import { freshTask, templateOf } from "./harvests.ts";
import type { CampaignKnobs } from "./knobs.ts";
import type { CampaignPlan } from "./campaign.ts";
import { campaign } from "./campaign.ts";
import { BYPASS_PIECES } from "./published-wordings.ts";
import type { Disguise, HarvestText } from "./workload.ts";
import { singles } from "./workload.ts";
import type { WordingBank } from "./wordings.ts";
import { wordingsOfSide } from "./wordings-by-language.ts";

/**
 * One technique a request until some leak, most of them refused; the winners are then sent by the whole fleet
 * (threat-and-law.md, 3.5). One campaign in the truth: searchers and fleet together.
 */
export function bypassSearchThenScale(
  world: World,
  search: CampaignPlan,
  scale: CampaignPlan,
  knobs: CampaignKnobs = {},
): TrafficPart {
  const { cover: _cover, ...searching } = knobs;
  const first = campaign(world, search, () => singles(techniqueSweep(world)), searching);
  const then = campaign(world, scale, (disguise) => singles(winners(world, scale.name, disguise)), knobs);
  return {
    ...then,
    accounts: [...first.accounts, ...then.accounts],
    planDay: (day, random) => [
      ...first.planDay(day, randomFrom(seedFor(world.seed, "search", day))),
      ...then.planDay(day, random),
    ],
  };
}

/** The pieces of the side; how the answer is to look is common to both. */
function piecesOf(world: World): WordingBank {
  return [...wordingsOfSide(BYPASS_PIECES.slice(0, 2), world.corpus.side), ...BYPASS_PIECES.slice(2)];
}

/** Seven techniques of a hundred give way. */
function techniqueSweep(world: World): HarvestText {
  const pieces = piecesOf(world);
  return (random) => {
    const technique = pieces.map((row) => pick(random, row)).join(" ");
    const refused = chance(random, 0.93);
    const answer = refused ? refusal(random) : taggedReasoning(random, world, "notes");
    return { ...oneShot(null, `${technique}\n\n${freshTask(random, world)}`, answer), refused };
  };
}

/** Three techniques that worked, in front of every task. */
function winners(world: World, name: string, disguise: Disguise): HarvestText {
  const random = randomFrom(seedFor(world.seed, "winners", name));
  const found = Array.from({ length: 3 }, () =>
    piecesOf(world)
      .map((row) => pick(random, row))
      .join(" "),
  );
  const template = templateOf(world, name, [found, ["\n\n{}"]], 3, disguise);
  return (drawn: Random) => {
    const refused = chance(drawn, 0.06);
    const answer = refused
      ? refusal(drawn)
      : `${taggedReasoning(drawn, world, "notes")}\n${material(drawn, world.phrases.passages, 300)}`;
    return { ...oneShot(null, template(drawn, [freshTask(drawn, world)]), answer), refused };
  };
}
