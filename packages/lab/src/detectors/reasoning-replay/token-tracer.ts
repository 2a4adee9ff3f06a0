import { UnionFind } from "../union-find.ts";

/** One account that was issued, or presented, one token. */
export interface TokenHolder {
  readonly token: bigint;
  readonly account: number;
  readonly issued: boolean;
  /** Its first request with the token, and when that was (epoch ms). */
  readonly firstRequest: number;
  readonly firstMs: number;
  /** Smallest and largest number of the models that it used the token with. */
  readonly leastModel: number;
  readonly mostModel: number;
}

/** A token that several payers hold. */
export interface Crossing {
  /** To whom the log shows it issued; empty where it does not. */
  readonly issuers: readonly TokenHolder[];
  /** Who presented it, first in time first. Where an issue is known: without the issuers' own payers. */
  readonly receivers: readonly TokenHolder[];
}

/** What a pass over all holders leaves. */
export interface Traces {
  /** At least so many crossings of every receiving account as `MOST_OF_ACCOUNT`, or all of them. */
  readonly crossings: readonly Crossing[];
  /** Distinct tokens per account that another payer's account was issued, or presented before it. */
  readonly received: Float64Array;
  /** The smallest account number of the component that an account is joined to by crossings; -1 outside of any. */
  readonly groupOf: Int32Array;
}

/** Crossings kept per receiving account: one is enough to count it, several so that it finds one of its own. */
const MOST_OF_ACCOUNT = 64;
/** Receivers kept per token, the first in time; a payer with more accounts than this adds nothing new. */
const MOST_RECEIVERS = 256;

/**
 * Follows tokens from their issue to whoever presents them. Takes holders token by token, issues first, then in time
 * order; keeps what is foreign and forgets the rest, so that memory grows with receiving accounts and not with tokens.
 */
export class TokenTracer {
  readonly #payerOf: Int32Array;
  readonly #crossings: Crossing[] = [];
  readonly #received: Float64Array;
  readonly #kept: Int32Array;
  readonly #sets: UnionFind;
  readonly #joined: Uint8Array;
  #token: bigint | undefined;
  #issuers: TokenHolder[] = [];
  #presenters: TokenHolder[] = [];

  /** @param payerOf - payer number per account number */
  constructor(payerOf: Int32Array) {
    this.#payerOf = payerOf;
    this.#received = new Float64Array(payerOf.length);
    this.#kept = new Int32Array(payerOf.length);
    this.#sets = new UnionFind(payerOf.length);
    this.#joined = new Uint8Array(payerOf.length);
  }

  add(holder: TokenHolder): void {
    if (holder.token !== this.#token) this.#close();
    this.#token = holder.token;
    if (holder.issued) this.#issuers.push(holder);
    else if (this.#presenters.length < MOST_RECEIVERS) this.#presenters.push(holder);
  }

  finish(): Traces {
    this.#close();
    return {
      crossings: this.#crossings,
      received: this.#received,
      groupOf: Int32Array.from(this.#joined, (joined, account) =>
        joined === 1 ? this.#sets.find(account) : -1,
      ),
    };
  }

  #close(): void {
    const issuers = this.#issuers;
    const presenters = this.#presenters;
    this.#issuers = [];
    this.#presenters = [];
    const owners = new Set(issuers.map(({ account }) => this.#payerOf[account]));
    const receivers = presenters.filter(({ account }) => !owners.has(this.#payerOf[account]));
    const payers = new Set(receivers.map(({ account }) => this.#payerOf[account]));
    if (payers.size < (issuers.length > 0 ? 1 : 2)) return;
    this.#join([...issuers, ...receivers]);
    this.#keep({ issuers, receivers });
  }

  #join(holders: readonly TokenHolder[]): void {
    const first = holders[0]?.account ?? 0;
    for (const { account } of holders) {
      this.#sets.union(first, account);
      this.#joined[account] = 1;
    }
  }

  #keep(crossing: Crossing): void {
    const source = crossing.issuers[0] ?? crossing.receivers[0];
    const sourcePayer = source === undefined ? -1 : this.#payerOf[source.account];
    const foreign = crossing.receivers.filter(({ account }) => this.#payerOf[account] !== sourcePayer);
    let needed = false;
    for (const { account } of foreign) {
      this.#received[account] = (this.#received[account] ?? 0) + 1;
      if ((this.#kept[account] ?? 0) < MOST_OF_ACCOUNT) needed = true;
    }
    if (!needed) return;
    for (const { account } of foreign) this.#kept[account] = (this.#kept[account] ?? 0) + 1;
    this.#crossings.push(crossing);
  }
}
