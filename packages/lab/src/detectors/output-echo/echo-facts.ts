import type { AccountFacts } from "../../accounts/account-facts.ts";
import type { Engine } from "../../engine/engine.ts";
import { echoPairs } from "../../engine/queries/echo.ts";
import { echoesAtAll, echoingPayers, isPersistent } from "./echoing-payers.ts";
import { tallyByVolume, type VolumeTally } from "./expected-payers.ts";

/** What one account repeated of answers that other payers' accounts had got. */
export interface EchoReceiver {
  /** Requests of this kind. */
  readonly echoes: number;
  /** Source account → requests; at most 1,024 sources. */
  readonly sources: ReadonlyMap<number, number>;
  /** UTC days with such a request, since the epoch. */
  readonly days: ReadonlySet<number>;
  readonly firstRequest: number;
}

/** What the log shows of outputs that come back as inputs. */
export interface EchoLog {
  readonly payerOf: Int32Array;
  /** Requests per account, echoes or not. */
  readonly requests: Float64Array;
  /** By account number; without an entry where an account has no echo. */
  readonly receivers: ReadonlyMap<number, EchoReceiver>;
  /** From the first to the last request of the log. */
  readonly logDays: number;
}

/** The same with what every candidate is held against; read once per run. */
export interface EchoFacts extends EchoLog {
  /** Accounts with requests, by payer and then by number. */
  readonly byPayer: Int32Array;
  /** All payers of the log by volume, and who of them repeats as a practice (`isPersistent`). */
  readonly practice: VolumeTally;
  /** The same, and who repeats at all. */
  readonly occasion: VolumeTally;
}

/** Adds up what every candidate is held against. */
export function echoFacts(log: EchoLog): EchoFacts {
  const { payerOf, requests } = log;
  const accounts = Int32Array.from(requests.keys()).filter((account) => (requests[account] ?? 0) > 0);
  const payers = [...echoingPayers(log, accounts).values()];
  return {
    ...log,
    byPayer: accounts.sort((a, b) => (payerOf[a] ?? -1) - (payerOf[b] ?? -1) || a - b),
    practice: tallyByVolume(payers, (payer) => isPersistent(payer, log.logDays)),
    occasion: tallyByVolume(payers, echoesAtAll),
  };
}

/** Accounts with requests of one payer, ascending. */
export function accountsOf(payer: number, { byPayer, payerOf }: EchoFacts): Int32Array {
  const firstOf = (least: number): number => {
    let [low, high] = [0, byPayer.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((payerOf[byPayer[middle] ?? -1] ?? -1) < least) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return byPayer.subarray(firstOf(payer), firstOf(payer + 1));
}

const DAY_MS = 86_400_000;
const MOST_SOURCES = 1024;

/** Reads who repeats whose answers, over payers only. Needs `echoes`, `requests` and `payers`. */
export async function readEchoFacts(
  engine: Engine,
  accounts: Pick<AccountFacts, "payer" | "requests" | "firstMs" | "lastMs">,
): Promise<EchoFacts> {
  const tally = new EchoTally();
  await engine.stream(echoPairs(engine.dialect), (piece) => {
    const account = piece.integers("account_no");
    const source = piece.integers("source_account");
    const day = piece.integers("day");
    const requests = piece.numbers("requests");
    const firstRequest = piece.integers("first_request");
    for (let row = 0; row < piece.rows; row++) {
      tally.add({
        account: account[row] ?? 0,
        source: source[row] ?? 0,
        day: day[row] ?? 0,
        requests: requests[row] ?? 0,
        firstRequest: firstRequest[row] ?? 0,
      });
    }
  });
  return echoFacts({
    payerOf: accounts.payer,
    requests: accounts.requests,
    receivers: tally.receivers,
    logDays: daysOf(accounts),
  });
}

/** One receiving account, one source, one day. */
export interface EchoPair {
  readonly account: number;
  readonly source: number;
  readonly day: number;
  readonly requests: number;
  readonly firstRequest: number;
}

/** Adds up echoes per receiving account. */
export class EchoTally {
  readonly #receivers = new Map<number, Tallied>();

  get receivers(): ReadonlyMap<number, EchoReceiver> {
    return this.#receivers;
  }

  add({ account, source, day, requests, firstRequest }: EchoPair): void {
    let receiver = this.#receivers.get(account);
    if (!receiver) {
      receiver = { echoes: 0, sources: new Map<number, number>(), days: new Set<number>(), firstRequest };
      this.#receivers.set(account, receiver);
    }
    receiver.echoes += requests;
    receiver.days.add(day);
    receiver.firstRequest = Math.min(receiver.firstRequest, firstRequest);
    if (receiver.sources.size < MOST_SOURCES || receiver.sources.has(source)) {
      receiver.sources.set(source, (receiver.sources.get(source) ?? 0) + requests);
    }
  }
}

interface Tallied {
  echoes: number;
  firstRequest: number;
  readonly sources: Map<number, number>;
  readonly days: Set<number>;
}

function daysOf(accounts: Pick<AccountFacts, "requests" | "firstMs" | "lastMs">): number {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  accounts.requests.forEach((requests, account) => {
    if (requests === 0) return;
    first = Math.min(first, accounts.firstMs[account] ?? first);
    last = Math.max(last, accounts.lastMs[account] ?? last);
  });
  return Math.max(0, last - first) / DAY_MS;
}
