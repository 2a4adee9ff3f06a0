import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../../packages/testkit/dist/traffic/random.js";
import { chance, randomFrom, seedFor } from "../../packages/testkit/dist/traffic/random.js";
import type { WordChain } from "./word-chain.ts";

const BENIGN_TEMPLATES = 40;
const CAMPAIGN_TEMPLATES = 6;
const BENIGN_SHARE = 0.2;
const CAMPAIGN_SHARE = 0.1;
/** Share of a campaign template's words that are exchanged in each prompt. */
const WORD_NOISE = 0.03;
const PROMPT_BYTES = 500;
const SLOT_BYTES = 45;

/** Label of a prompt that belongs to no template. */
export const FREE_TEXT: number = -1;
/** Templates have the numbers 0 … 39 (benign) and 40 … 45 (campaigns). */
export const FIRST_CAMPAIGN: number = BENIGN_TEMPLATES;

/** What the prompts are, to be printed beside every figure. */
export const MINING_TEXT: string =
  "70 % free text (first-order word chain over the shipped prompts of people), 20 % from 40 benign templates, " +
  "10 % from 6 campaign templates with 3 % of their words exchanged; each template has two slots of chain text; about 500 bytes";

/** Prompts on disk, one envelope a line with their number as request id, and the truth about them. */
export interface MiningPrompts {
  readonly path: string;
  /** Template of each prompt, or `FREE_TEXT`. */
  readonly labels: Int16Array;
  readonly meanBytes: number;
}

/** The mixture of the reference measurements of the field (detection.md, section 6.2), with text of a word chain. */
export function writeMiningPrompts(
  folder: string,
  prompts: number,
  seed: number,
  chain: WordChain,
): MiningPrompts {
  const random = randomFrom(seedFor(seed, "mining prompts"));
  const templates = Array.from({ length: BENIGN_TEMPLATES + CAMPAIGN_TEMPLATES }, () =>
    Array.from({ length: 3 }, () => chain.text((PROMPT_BYTES - 2 * SLOT_BYTES) / 3, random)),
  );
  const labels = new Int16Array(prompts);
  const path = join(folder, `prompts-${String(prompts)}.ndjson`);
  writeFileSync(path, "");
  let bytes = 0;
  let lines: string[] = [];
  for (let number = 0; number < prompts; number++) {
    const label = drawLabel(random);
    labels[number] = label;
    const text = promptOf(templates[label], label >= FIRST_CAMPAIGN ? WORD_NOISE : 0, chain, random);
    bytes += Buffer.byteLength(text);
    lines.push(envelope(number, text, random));
    if (lines.length === 10_000 || number === prompts - 1) {
      writeFileSync(path, lines.join(""), { flag: "a" });
      lines = [];
    }
  }
  return { path, labels, meanBytes: bytes / prompts };
}

function drawLabel(random: Random): number {
  const drawn = random.unit();
  if (drawn < CAMPAIGN_SHARE) return FIRST_CAMPAIGN + random.below(CAMPAIGN_TEMPLATES);
  return drawn < CAMPAIGN_SHARE + BENIGN_SHARE ? random.below(BENIGN_TEMPLATES) : FREE_TEXT;
}

function promptOf(
  template: readonly string[] | undefined,
  noise: number,
  chain: WordChain,
  random: Random,
): string {
  if (!template) return chain.text(PROMPT_BYTES * (0.4 + 1.2 * random.unit()), random);
  const slot = (): string => ` ${chain.text(SLOT_BYTES, random)} `;
  return template
    .map((part) =>
      noise === 0
        ? part
        : part.replace(/\S+/g, (word) => (chance(random, noise) ? chain.word(random) : word)),
    )
    .reduce((text, part) => text + slot() + part);
}

function envelope(number: number, text: string, random: Random): string {
  const line = {
    time: new Date(Date.UTC(2026, 5, 1) + number * 1000).toISOString(),
    request_id: String(number),
    account: `acct_${String(random.below(40_000))}`,
    provider: "anthropic",
    request: { model: "claude-opus-5", messages: [{ role: "user", content: text }] },
  };
  return `${JSON.stringify(line)}\n`;
}
