import { AnswerMemory } from "./answer-memory.ts";
import { logNormal } from "./distributions.ts";
import type { LogFormat } from "./formats/log-line.ts";
import { accountAs, logLine } from "./formats/log-line.ts";
import type { LoggedRequest } from "./formats/logged-request.ts";
import { wireExchange } from "./formats/wire-json.ts";
import type { Random } from "./random.ts";
import { chance, pick, randomFrom, seedFor, token } from "./random.ts";
import { reasoningOf } from "./reasoning.ts";
import type { NamedAccounts, SideTables } from "./side-tables.ts";
import { sideTables } from "./side-tables.ts";
import type { Account, PlannedRequest, TrafficPart, Wire } from "./traffic-part.ts";
import type { Truth } from "./truth.ts";
import { truthOf } from "./truth.ts";
import type { World } from "./world.ts";

/** Where composed lines go: one log format at a time, in order of arrival within each day. */
export type LogSink = (format: LogFormat, line: string) => void;

/** Composed traffic that stays in memory: the log lines are in the sink already. */
export interface Composed {
  readonly tables: SideTables;
  readonly truth: Truth;
}

/**
 * Writes the traffic of all parts, one day after the other: memory is bounded by the busiest day's plan, since the
 * text of a request is made when its line is written. `formatOf` chooses the log format of each account.
 */
export function composeTraffic(
  world: World,
  parts: readonly TrafficPart[],
  formatOf: (account: Account) => LogFormat,
  sink: LogSink,
): Composed {
  const counts = new Map(parts.map((part) => [part.name, 0]));
  const own = new Map(
    parts.filter((part) => part.kind === "campaign").map((part) => [part.name, [] as string[]]),
  );
  const seen = new Set<string>();
  const ids = randomFrom(seedFor(world.seed, "ids"));
  const named = namedAccounts(parts, formatOf);
  const formats = formatsOf(parts, formatOf);
  const answers = new AnswerMemory();
  let requests = 0;
  for (let day = 0; day < world.calendar.days; day++) {
    const planned = dayInOrder(world, parts, day);
    for (let index = 0; index < planned.length; index++) {
      const [part, request] = planned[index] as readonly [TrafficPart, PlannedRequest];
      const random = randomFrom(seedFor(world.seed, day, index));
      const account = asNamed(request.account, named);
      const format = formats.get(request.account.account)?.(request.account.wire) ?? "stillwatch";
      const logged = loggedRequest(world, random, `req_${token(ids, 20)}`, request, account, answers);
      sink(format, logLine(format, logged));
      counts.set(part.name, (counts.get(part.name) ?? 0) + 1);
      if (request.planted) own.get(part.name)?.push(logged.requestId);
      seen.add(request.account.account);
      requests++;
    }
  }
  return {
    tables: sideTables(world, parts, named),
    truth: truthOf(world, parts, named, { counts, own, seen, requests }),
  };
}

/**
 * Each account's format, by the wire format of the request: where a reseller's account speaks a second one, the
 * gateway of the first does not see it, and the provider's own envelope does.
 */
function formatsOf(
  parts: readonly TrafficPart[],
  formatOf: (account: Account) => LogFormat,
): ReadonlyMap<string, (wire: Wire) => LogFormat> {
  const accounts = parts.flatMap((part) => part.accounts);
  return new Map(
    accounts.map((account) => {
      const format = formatOf(account);
      return [account.account, (wire: Wire) => (wire === account.wire ? format : "stillwatch")] as const;
    }),
  );
}

/** The account as this request has it, under the names of its log format. */
function asNamed(account: Account, named: NamedAccounts): Account {
  const known = named.get(account.account);
  return known === undefined || known.account === account.account
    ? account
    : { ...account, account: known.account, organization: known.organization };
}

function namedAccounts(
  parts: readonly TrafficPart[],
  formatOf: (account: Account) => LogFormat,
): NamedAccounts {
  const accounts = parts.flatMap((part) => part.accounts);
  return new Map(
    accounts.map((account) => [account.account, accountAs(formatOf(account), account)] as const),
  );
}

function dayInOrder(
  world: World,
  parts: readonly TrafficPart[],
  day: number,
): (readonly [TrafficPart, PlannedRequest])[] {
  const planned: (readonly [TrafficPart, PlannedRequest])[] = [];
  for (const part of parts) {
    for (const request of part.planDay(day, randomFrom(seedFor(world.seed, part.name, day))))
      planned.push([part, request]);
  }
  return planned.sort(([, a], [, b]) => a.timeMs - b.timeMs);
}

function loggedRequest(
  world: World,
  random: Random,
  requestId: string,
  request: PlannedRequest,
  account: Account,
  answers: AnswerMemory,
): LoggedRequest {
  const draft = request.draft(random, answers);
  const reasoning = reasoningOf(world.seed, request, (draft.messages.length - 1) / 2);
  const status = chance(random, 0.985) ? 200 : pick(random, [429, 429, 500, 529]);
  if (request.rememberAs !== undefined && status === 200 && !draft.refused) {
    const question = draft.messages.at(-1) ?? "";
    const { answer } = draft;
    answers.remember(request.rememberAs, { account: request.account.account, question, answer });
  }
  return {
    timeMs: request.timeMs,
    requestId,
    session: request.session,
    status,
    account,
    network: request.account.network(random),
    exchange: wireExchange(random, request.account, request.timeMs, draft, reasoning),
    durationMs: Math.round(Math.min(120_000, logNormal(random, 2500, 0.8))),
  };
}
