import { calibratedRival } from "./account-threshold.ts";
import type { Rival, RivalLog } from "./rival.ts";
import { eachWord } from "./text-vector.ts";

/**
 * DATE (Manolache, Brad, Burceanu 2021) scores how anomalous a text is to a transformer trained on honest text. No
 * transformer is at hand: the same role is played by a bigram model of the honest requests, and the score of an
 * account is the mean surprise of its words in bits.
 */
export const date: Rival = calibratedRival(
  "DATE",
  "Manolache et al. 2021; a bigram model in place of the transformer, 1 % of honest accounts",
  (reference) => {
    const model = learnBigrams(reference);
    return (log) => {
      const scores = new Map<string, number>();
      for (const [account, requests] of log.byAccount) {
        const kept = requests.slice(0, MOST_REQUESTS);
        const sum = kept.reduce((total, { text }) => total + surprise(model, text), 0);
        scores.set(account, sum / kept.length);
      }
      return scores;
    };
  },
);

const MOST_REQUESTS = 40;
const MOST_CHARACTERS = 1500;
const CELLS = 1 << 20;

/** Hashed counts of words and of pairs of words. */
export interface Bigrams {
  readonly words: Uint32Array;
  readonly pairs: Uint32Array;
  readonly total: number;
}

/** Counts the words and pairs of a log's texts. */
export function learnBigrams(log: Pick<RivalLog, "requests">): Bigrams {
  const words = new Uint32Array(CELLS);
  const pairs = new Uint32Array(CELLS);
  let total = 0;
  for (const { text } of log.requests) {
    let previous = 0;
    eachWord(text.slice(0, MOST_CHARACTERS), (word) => {
      words[word % CELLS] = (words[word % CELLS] as number) + 1;
      const pair = pairCell(previous, word);
      pairs[pair] = (pairs[pair] as number) + 1;
      total++;
      previous = word;
    });
  }
  return { words, pairs, total };
}

/** Mean surprise of a text's words in bits: pairs and single words mixed half and half, add-one for the unseen. */
export function surprise(model: Bigrams, text: string): number {
  let previous = 0;
  let bits = 0;
  let count = 0;
  eachWord(text.slice(0, MOST_CHARACTERS), (word) => {
    const alone = ((model.words[word % CELLS] as number) + 1) / (model.total + CELLS);
    const before = previous === 0 ? model.total : (model.words[previous % CELLS] as number);
    const after = before === 0 ? alone : (model.pairs[pairCell(previous, word)] as number) / before;
    bits -= Math.log2(0.5 * alone + 0.5 * Math.min(1, after));
    count++;
    previous = word;
  });
  return count === 0 ? 0 : bits / count;
}

function pairCell(previous: number, word: number): number {
  return (Math.imul(previous, 0x9e3779b1) ^ word) >>> 12;
}
