import type { Account, Network } from "../traffic-part.ts";
import type { WireExchange } from "./wire-json.ts";

/** One request with everything a log may say about it. */
export interface LoggedRequest {
  readonly timeMs: number;
  readonly requestId: string;
  readonly session: string;
  readonly status: number;
  readonly account: Account;
  readonly network: Network;
  readonly exchange: WireExchange;
  /** Milliseconds until the answer was complete. */
  readonly durationMs: number;
}
