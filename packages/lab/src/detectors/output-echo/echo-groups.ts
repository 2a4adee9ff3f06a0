import type { Engine } from "../../engine/engine.ts";
import { echoRequests } from "../../engine/queries/echo.ts";
import { UnionFind } from "../union-find.ts";
import type { EchoFacts } from "./echo-facts.ts";
import { echoingPayers, isPersistent } from "./echoing-payers.ts";

/** Accounts that repeat answers which common sources got before. */
export interface EchoGroup {
  /** Who repeats, ascending. */
  readonly accounts: readonly number[];
  /** Who got the answers and does not repeat any, ascending; these may be users whose transcripts were sold. */
  readonly sources: readonly number[];
  /** The requests that repeat, ascending, each once. */
  readonly requests: readonly number[];
}

const LEAST_RECEIVING_PAYERS = 3;
/** A source is published rather than collected if more of those who repeat it do so on occasion than as a practice. */
const LEAST_PERSISTENT_SHARE = 0.5;

/**
 * D5, the search: accounts whose payers repeat as a practice (`isPersistent`), joined over common sources; from three such
 * payers on, in the order of their smallest account.
 */
export async function findEchoGroups(engine: Engine, echoes: EchoFacts): Promise<readonly EchoGroup[]> {
  const { payerOf, receivers } = echoes;
  const persistent = new Set<number>();
  for (const [number, payer] of echoingPayers(echoes, payerOf.keys())) {
    if (isPersistent(payer, echoes.logDays)) persistent.add(number);
  }
  const isReceiver = (account: number): boolean =>
    receivers.has(account) && persistent.has(payerOf[account] ?? -1);
  const collected = collectedSources(echoes, persistent);
  const sets = new UnionFind(payerOf.length);
  for (const [account, { sources }] of receivers) {
    if (!isReceiver(account)) continue;
    for (const source of sources.keys()) if (collected.has(source)) sets.union(account, source);
  }
  const groups = gather(sets, [...receivers.keys()].filter(isReceiver), collected, payerOf);
  if (groups.size === 0) return [];
  await engine.stream(echoRequests(), (piece) => {
    const request = piece.integers("request_no");
    const account = piece.integers("account_no");
    for (let row = 0; row < piece.rows; row++) {
      if (!isReceiver(account[row] ?? -1)) continue;
      const requests = groups.get(sets.find(account[row] ?? 0))?.requests;
      // One request may repeat several sources.
      if (requests?.at(-1) !== request[row]) requests?.push(request[row] ?? 0);
    }
  });
  return [...groups.values()];
}

function collectedSources(
  { receivers, payerOf }: EchoFacts,
  persistent: ReadonlySet<number>,
): ReadonlySet<number> {
  const repeating = new Map<number, Set<number>>();
  for (const [account, { sources }] of receivers) {
    for (const source of sources.keys()) {
      const payers = repeating.get(source) ?? new Set<number>();
      repeating.set(source, payers.add(payerOf[account] ?? -1));
    }
  }
  const collected = new Set<number>();
  for (const [source, payers] of repeating) {
    const lasting = [...payers].filter((payer) => persistent.has(payer)).length;
    if (lasting > 0 && lasting >= LEAST_PERSISTENT_SHARE * payers.size) collected.add(source);
  }
  return collected;
}

interface Gathered {
  readonly accounts: number[];
  readonly sources: number[];
  readonly requests: number[];
}

function gather(
  sets: UnionFind,
  receiving: readonly number[],
  collected: ReadonlySet<number>,
  payerOf: Int32Array,
): ReadonlyMap<number, EchoGroup & Gathered> {
  const groups = new Map<number, Gathered>();
  for (const account of [...receiving].sort((a, b) => a - b)) {
    const group = groups.get(sets.find(account)) ?? { accounts: [], sources: [], requests: [] };
    groups.set(sets.find(account), group);
    group.accounts.push(account);
  }
  for (const [root, { accounts }] of groups) {
    const payers = new Set(accounts.map((account) => payerOf[account]));
    if (payers.size < LEAST_RECEIVING_PAYERS) groups.delete(root);
  }
  const repeats = new Set(receiving);
  for (const source of [...collected].sort((a, b) => a - b)) {
    if (!repeats.has(source)) groups.get(sets.find(source))?.sources.push(source);
  }
  return groups;
}
