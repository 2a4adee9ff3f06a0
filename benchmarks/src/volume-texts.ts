import { DATA_ANALYST } from "../../packages/testkit/dist/traffic/campaigns/wordings.js";
import type { Random } from "../../packages/testkit/dist/traffic/random.js";
import { chance, pick } from "../../packages/testkit/dist/traffic/random.js";
import type { Purpose } from "./volume-accounts.ts";
import type { WordChain } from "./word-chain.ts";

const PROMPT_BYTES = 500;
const ANSWER_BYTES = 300;
const SLOT_BYTES = 90;

/** Campaign accounts ask something of their own now and then. */
const COVER = 0.1;

/** Writes the texts of requests into a buffer, escaped for JSON; each call returns where the text ends. */
export interface VolumeTexts {
  prompt(into: Buffer, at: number, account: number, purpose: Purpose, random: Random): number;
  answer(into: Buffer, at: number, random: Random): number;
}

/** People write free text, applications fill their one template, the campaign fills its own in changing wordings. */
export function volumeTexts(chain: WordChain, random: Random): VolumeTexts {
  const templates = new Map<number, readonly [Buffer, Buffer]>();
  const wordings = Array.from({ length: 64 }, () => campaignWording(random));
  const fill = (into: Buffer, at: number, template: readonly [Buffer, Buffer], draw: Random): number => {
    const slot = at + template[0].copy(into, at);
    const end = chain.write(into, slot, SLOT_BYTES, draw, false);
    return end + template[1].copy(into, end);
  };
  return {
    prompt: (into, at, account, purpose, draw) => {
      if (purpose === "campaign" && !chance(draw, COVER)) return fill(into, at, pick(draw, wordings), draw);
      if (purpose !== "application") {
        const bytes = PROMPT_BYTES * (0.4 + 1.2 * draw.unit());
        return chain.write(into, at, bytes, draw, chance(draw, 0.03));
      }
      let template = templates.get(account);
      if (!template) {
        template = [inJson(`${chain.text(200, draw)}: `), inJson(`\n${chain.text(200, draw)}`)];
        templates.set(account, template);
      }
      return fill(into, at, template, draw);
    },
    answer: (into, at, draw) => chain.write(into, at, ANSWER_BYTES * (0.4 + 1.2 * draw.unit()), draw, false),
  };
}

function campaignWording(random: Random): readonly [Buffer, Buffer] {
  const [before = "", after = ""] = DATA_ANALYST.map((sentences) => pick(random, sentences))
    .join(" ")
    .split("{}");
  return [inJson(before), inJson(after)];
}

function inJson(text: string): Buffer {
  return Buffer.from(JSON.stringify(text).slice(1, -1));
}
