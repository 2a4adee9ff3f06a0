import { HubError } from "../hub-error.ts";

/** Lets a bounded number of tasks run at once, and organisations take turns where more wait. */
export interface FairTurns {
  /**
   * Runs the task when it is its organisation's turn; tasks of one organisation run in the order they came.
   *
   * @throws HubError `too-many-requests` where the organisation has too many waiting already
   */
  inTurn<Outcome>(turn: {
    readonly organization: number;
    /** Of this organisation at once, at least 1. */
    readonly atOnce: number;
    readonly task: () => Promise<Outcome>;
  }): Promise<Outcome>;
}

/** Owned by the queue below. `running` may be above 0 with nothing waiting. */
interface Line {
  atOnce: number;
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Makes a queue that serves whoever has the least under way, of equals whoever was served longest ago: a member that
 * floods waits behind itself, not others behind it.
 *
 * @param limits.atOnce tasks that run at once over all organisations
 * @param limits.waiting tasks of one organisation that may wait
 */
export function fairTurns(limits: { readonly atOnce: number; readonly waiting: number }): FairTurns {
  /** In the order of turns: who was served goes to the end. */
  const lines = new Map<number, Line>();
  let running = 0;

  function serve(): void {
    while (running < limits.atOnce) {
      const next = [...lines]
        .filter(([, line]) => line.waiting.length > 0 && line.running < line.atOnce)
        .reduce<[number, Line] | undefined>(
          (best, line) => (best === undefined || line[1].running < best[1].running ? line : best),
          undefined,
        );
      if (next === undefined) return;
      const [organization, line] = next;
      lines.delete(organization);
      lines.set(organization, line);
      running += 1;
      line.running += 1;
      line.waiting.shift()?.();
    }
  }

  return {
    async inTurn({ organization, atOnce, task }) {
      const line = lines.get(organization) ?? { atOnce, running: 0, waiting: [] };
      line.atOnce = atOnce;
      lines.set(organization, line);
      if (line.waiting.length >= limits.waiting) {
        throw new HubError(
          "too-many-requests",
          "too many of your requests wait already; send fewer at a time",
          {
            retryAfterSeconds: 1,
          },
        );
      }
      await new Promise<void>((resolve) => {
        line.waiting.push(resolve);
        serve();
      });
      try {
        return await task();
      } finally {
        running -= 1;
        line.running -= 1;
        if (line.running === 0 && line.waiting.length === 0) lines.delete(organization);
        serve();
      }
    },
  };
}
