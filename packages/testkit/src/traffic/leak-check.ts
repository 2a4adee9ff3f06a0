import { background } from "./background.ts";
import { composeTraffic } from "./compose-traffic.ts";
import type { Leak } from "./label-leaks.ts";
import { labelLeaks } from "./label-leaks.ts";
import { LOOK_ALIKES } from "./look-alikes/all.ts";
import { fieldCampaign } from "./scenarios.ts";
import type { World } from "./world.ts";

/** Sizes that keep a log of every shape at once small enough for memory, with accounts enough of each. */
const HONEST_SCALE = 0.1;
const BACKGROUND_ACCOUNTS = 300;
const CAMPAIGN_SCALE = 0.8;
const INTENSITY = 0.12;

/** Composes all the shapes into one small log and looks how well single metadata fields tell each of them. */
export function checkLeaks(world: World, shapes: readonly string[]): Leak[] {
  const honest = { ...world, scale: HONEST_SCALE };
  const guilty = { ...world, scale: CAMPAIGN_SCALE };
  const parts = [
    background(honest, BACKGROUND_ACCOUNTS),
    ...LOOK_ALIKES.map((lookAlike) => lookAlike(honest)),
    ...shapes.map((shape) => fieldCampaign(shape, { intensity: INTENSITY })(guilty)),
  ];
  const lines: string[] = [];
  const composed = composeTraffic(
    honest,
    parts,
    () => "stillwatch",
    (_format, line) => lines.push(line),
  );
  return labelLeaks(lines, composed);
}
