/** A stretch of a log that is looked at: from `fromMs` (included) to `untilMs` (not included), epoch milliseconds. */
export interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

export const ALL_TIME: Period = { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

export function isWithin({ fromMs, untilMs }: Period, timeMs: number): boolean {
  return timeMs >= fromMs && timeMs < untilMs;
}
