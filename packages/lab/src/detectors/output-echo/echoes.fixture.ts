import { fill, type Row } from "../../engine/engine.fixture.ts";
import type { Engine } from "../../engine/engine.ts";
import { ECHOES, PAYERS, REQUESTS } from "../../engine/tables.ts";
import { readEchoFacts, type EchoFacts } from "./echo-facts.ts";

/** One request; with a source it repeats an answer that the source got. */
export interface EchoRequest {
  readonly account: number;
  readonly day: number;
  readonly source?: number;
}

const DAY_MS = 86_400_000;
const START_MS = 20_000 * DAY_MS;

/** Puts requests into the engine, numbered in their order, and reads the echo facts from there. */
export async function loadEchoes(
  engine: Engine,
  requests: readonly EchoRequest[],
  payer: Int32Array,
): Promise<EchoFacts> {
  const timeOf = ({ day }: EchoRequest, request: number): number =>
    START_MS + day * DAY_MS + (request % 1000);
  const rows = requests.map((request, request_no): Row => ({
    request_no,
    account_no: request.account,
    time_ms: BigInt(timeOf(request, request_no)),
  }));
  const echoes = requests.flatMap(({ account, source }, request_no): Row[] =>
    source === undefined
      ? []
      : [{ request_no, account_no: account, source_account: source, hits: 5, segments: 10 }],
  );
  await fill(engine, REQUESTS, rows);
  await fill(engine, ECHOES, echoes);
  await fill(
    engine,
    PAYERS,
    Array.from(payer, (payer_no, account_no) => ({ account_no, payer_no })),
  );
  const facts = {
    payer,
    requests: new Float64Array(payer.length),
    firstMs: new Float64Array(payer.length).fill(Number.POSITIVE_INFINITY),
    lastMs: new Float64Array(payer.length),
  };
  requests.forEach((request, at) => {
    const { account } = request;
    facts.requests[account] = (facts.requests[account] ?? 0) + 1;
    facts.firstMs[account] = Math.min(facts.firstMs[account] ?? 0, timeOf(request, at));
    facts.lastMs[account] = Math.max(facts.lastMs[account] ?? 0, timeOf(request, at));
  });
  return readEchoFacts(engine, facts);
}
