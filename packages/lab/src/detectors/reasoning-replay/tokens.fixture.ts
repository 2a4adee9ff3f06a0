import { fill, type Row } from "../../engine/engine.fixture.ts";
import type { Engine } from "../../engine/engine.ts";
import { PAYERS, REPLAY_TOKENS, REQUESTS } from "../../engine/tables.ts";
import type { TokenHolder } from "./token-tracer.ts";

/** A holder with its first request at 0, who presents the token to model 0 unless told otherwise. */
export function holder(known: Pick<TokenHolder, "token" | "account"> & Partial<TokenHolder>): TokenHolder {
  return { issued: false, firstRequest: 0, firstMs: 0, leastModel: 0, mostModel: 0, ...known };
}

/** One request of a conversation: presents the tokens of all its turns before and is issued one of its own. */
export interface Turn {
  readonly conversation: number;
  readonly account: number;
  readonly session?: number;
  readonly model?: number;
  /** The log has the request but not what was answered, or lies after it. */
  readonly issueUnseen?: boolean;
  /** Presents only so many of the conversation's tokens, the first. */
  readonly presents?: number;
}

/** Turns of one conversation, by account. */
export function conversation(no: number, accounts: readonly number[], more: Partial<Turn> = {}): Turn[] {
  return accounts.map((account) => ({ conversation: no, account, ...more }));
}

/** Puts conversations into the engine; request numbers follow the order of the turns. */
export async function loadTurns(engine: Engine, turns: readonly Turn[], payerOf: Int32Array): Promise<void> {
  const tokens: Row[] = [];
  const before = new Map<number, bigint[]>();
  turns.forEach((turn, request_no) => {
    const issued = before.get(turn.conversation) ?? [];
    before.set(turn.conversation, issued);
    const row = {
      request_no,
      account_no: turn.account,
      session: BigInt(turn.session ?? turn.conversation + 1),
      time_ms: timeOf(request_no),
    };
    for (const token of issued.slice(0, turn.presents)) tokens.push({ ...row, token, issued: 0 });
    const token = BigInt(turn.conversation) * 1000n + BigInt(issued.length);
    if (turn.issueUnseen !== true) tokens.push({ ...row, token, issued: 1 });
    issued.push(token);
  });
  await fill(engine, REPLAY_TOKENS, tokens);
  await fill(
    engine,
    REQUESTS,
    turns.map((turn, request_no) => ({
      request_no,
      account_no: turn.account,
      model_no: turn.model ?? 0,
      time_ms: timeOf(request_no),
    })),
  );
  const payers = Array.from(payerOf, (payer_no, account_no) => ({ account_no, payer_no }));
  await fill(engine, PAYERS, payers);
}

function timeOf(request: number): bigint {
  return BigInt(1_780_000_000_000 + request * 60_000);
}
