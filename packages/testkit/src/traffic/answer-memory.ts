import type { Random } from "./random.ts";

/** An answer of the model that somebody may quote later. */
export interface RememberedAnswer {
  /** Kit id of the account that got it. */
  readonly account: string;
  readonly question: string;
  readonly answer: string;
}

/** Answers kept for each pool; older ones make room. */
const KEPT = 256;

/**
 * The latest answers of named pools, filled by the composer in the order of the log: whatever is recalled was
 * answered before, and was a success.
 */
export class AnswerMemory {
  readonly #pools = new Map<string, RememberedAnswer[]>();
  readonly #next = new Map<string, number>();

  remember(pool: string, answer: RememberedAnswer): void {
    const answers = this.#pools.get(pool) ?? [];
    const at = this.#next.get(pool) ?? 0;
    answers[at % KEPT] = answer;
    this.#pools.set(pool, answers);
    this.#next.set(pool, at + 1);
  }

  /** One of the pool's answers that another account got; undefined while there is none. */
  recall(random: Random, pool: string, receiver: string): RememberedAnswer | undefined {
    const answers = this.#pools.get(pool) ?? [];
    if (answers.length === 0) return undefined;
    for (let trial = 0; trial < 4; trial++) {
      const found = answers[random.below(answers.length)];
      if (found !== undefined && found.account !== receiver) return found;
    }
    return undefined;
  }
}
