import { HubError } from "../hub-error.ts";
import type { OrganizationNumber } from "../members/caller.ts";

/** Counts requests that are being answered, per organisation, so that no member takes all of the hub at once. */
export interface InFlight {
  /** @throws HubError `too-many-requests` when the organisation has as many under way as it may */
  run<Result>(organization: OrganizationNumber, work: () => Promise<Result>): Promise<Result>;
}

/** @param most - requests of one organisation at the same time */
export function inFlight(most: number): InFlight {
  // State of this process: a crash ends the requests and with them the counts.
  const running = new Map<OrganizationNumber, number>();
  return {
    async run(organization, work) {
      const already = running.get(organization) ?? 0;
      if (already >= most) {
        throw new HubError(
          "too-many-requests",
          `Your organisation may have ${most} requests under way at once.`,
          {
            retryAfterSeconds: 1,
          },
        );
      }
      running.set(organization, already + 1);
      try {
        return await work();
      } finally {
        const left = (running.get(organization) ?? 1) - 1;
        if (left === 0) running.delete(organization);
        else running.set(organization, left);
      }
    },
  };
}
