import type { Engine } from "../engine/engine.ts";
import { accountHours } from "../engine/queries/accounts.ts";
import { HOURS_A_WEEK } from "./baseline.ts";

/** 1970-01-01 was a Thursday. */
const EPOCH_HOUR_OF_WEEK = 3 * 24;

/** Requests of some accounts in each hour of the week, from Monday 00:00 UTC. */
export async function readHoursOfWeek(engine: Engine, accounts: readonly number[]): Promise<Float64Array> {
  const wanted = new Set(accounts);
  const hours = new Float64Array(HOURS_A_WEEK);
  await engine.stream(accountHours(engine.dialect), (piece) => {
    const account = piece.integers("account_no");
    const hour = piece.integers("hour");
    const requests = piece.numbers("requests");
    for (let row = 0; row < piece.rows; row++) {
      if (!wanted.has(account[row] ?? -1)) continue;
      const at = hourOfWeek(hour[row] ?? 0);
      hours[at] = (hours[at] ?? 0) + (requests[row] ?? 0);
    }
  });
  return hours;
}

function hourOfWeek(hour: number): number {
  return (((hour + EPOCH_HOUR_OF_WEEK) % HOURS_A_WEEK) + HOURS_A_WEEK) % HOURS_A_WEEK;
}
