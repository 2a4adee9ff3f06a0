import { add, finish } from "./mixing.ts";
import type { Phrase } from "./phrase-automaton.ts";
import type { PhrasePattern } from "./phrase-pattern.ts";
import { pairOf } from "./tokens.ts";

/** What a token leads to: the node from which phrases go on (0 for none), and the bits of those that end. */
export interface Transition {
  readonly node: number;
  readonly bits: number;
}

/**
 * Subset construction over all phrases. Patterns have no loops, so that this ends; alternatives share what
 * follows them, so that their number does not multiply. `pairs` are the first two tokens of every phrase,
 * `transitions` have the keys of `PhraseAutomaton.slots`. Throws `RangeError` for a phrase of one token.
 */
export function determinised(phrases: readonly Phrase[]): {
  readonly pairs: ReadonlySet<bigint>;
  readonly transitions: ReadonlyMap<bigint, Transition>;
} {
  const places = new Places();
  const root = join(phrases.map(({ pattern, bits }) => places.before(pattern, { states: [], bits })));
  if (root.bits !== 0) throw new RangeError("A phrase has two tokens or more.");
  const nodes = new NodeTable();
  const pairs = new Set<bigint>();
  const transitions = new Map<bigint, Transition>();
  for (const [first, afterFirst] of byToken(root)) {
    if (afterFirst.bits !== 0) throw new RangeError("A phrase has two tokens or more.");
    for (const [second, afterSecond] of byToken(afterFirst)) {
      const pair = pairOf(places.hash(first), places.hash(second));
      pairs.add(pair);
      transitions.set(finish(pair), nodes.transition(afterSecond));
    }
  }
  for (let node = 1; node <= nodes.count; node++) {
    for (const [token, after] of byToken(nodes.front(node))) {
      transitions.set(finish(add(places.hash(token), BigInt(node))), nodes.transition(after));
    }
  }
  return { pairs, transitions };
}

/** A place in a pattern: the token expected there (by its number), and what comes after it. */
interface State {
  readonly id: number;
  readonly token: number;
  readonly after: Front;
}

/** Places that phrases have reached together, and the bits of those that are complete. */
interface Front {
  readonly states: readonly State[];
  readonly bits: number;
}

/** Makes places, and numbers them and their tokens: maps over small integers are several times faster. */
class Places {
  readonly #hashes: bigint[] = [];
  readonly #tokens = new Map<bigint, number>();
  #count = 0;

  hash(token: number): bigint {
    return this.#hashes[token] ?? 0n;
  }

  /** The front before a pattern that is followed by `after`. */
  before(pattern: PhrasePattern, after: Front): Front {
    return pattern.reduceRight<Front>((next, piece) => {
      if (typeof piece !== "bigint") return join(piece.map((option) => this.before(option, next)));
      return { states: [{ id: this.#count++, token: this.#token(piece), after: next }], bits: 0 };
    }, after);
  }

  #token(hash: bigint): number {
    let token = this.#tokens.get(hash);
    if (token === undefined) this.#tokens.set(hash, (token = this.#hashes.push(hash) - 1));
    return token;
  }
}

function join(fronts: readonly Front[]): Front {
  const [first] = fronts;
  // The same front by identity, so that its node is found without comparing states.
  if (first !== undefined && fronts.every((front) => front === first)) return first;
  return {
    states: [...new Set(fronts.flatMap((front) => front.states))],
    bits: fronts.reduce((bits, front) => bits | front.bits, 0) >>> 0,
  };
}

function byToken(front: Front): Map<number, Front> {
  const fronts = new Map<number, Front[]>();
  for (const { token, after } of front.states) {
    const held = fronts.get(token);
    if (held === undefined) fronts.set(token, [after]);
    else held.push(after);
  }
  return new Map(Array.from(fronts, ([token, after]) => [token, join(after)]));
}

/** Numbers the distinct sets of states, from 1. */
class NodeTable {
  readonly #fronts: Front[] = [];
  readonly #byFront = new Map<Front, number>();
  readonly #byStates = new Map<string, number>();

  get count(): number {
    return this.#fronts.length;
  }

  front(node: number): Front {
    return this.#fronts[node - 1] ?? { states: [], bits: 0 };
  }

  transition(front: Front): Transition {
    return { node: front.states.length === 0 ? 0 : this.#node(front), bits: front.bits };
  }

  #node(front: Front): number {
    let node = this.#byFront.get(front);
    if (node !== undefined) return node;
    const states = front.states.map((state) => state.id).sort((a, b) => a - b);
    const key = states.join(",");
    node = this.#byStates.get(key) ?? this.#fronts.push(front);
    this.#byStates.set(key, node);
    this.#byFront.set(front, node);
    return node;
  }
}
