import type { OrganizationNumber } from "../members/caller.ts";

/** What one organisation may take of the hub. */
export interface Quotas {
  readonly requestsPerMinute: number;
  readonly objectsPerDay: number;
  readonly envelopeBytes: number;
  readonly concurrentWrites: number;
}

/** What an organisation has that the operator gave no other quotas: a bulk file of 100,000 objects a day, ten times. */
export const DEFAULT_QUOTAS: Quotas = {
  requestsPerMinute: 6_000,
  objectsPerDay: 1_000_000,
  envelopeBytes: 10 * 1024 * 1024,
  concurrentWrites: 2,
};

/** Quotas that differ from the default, and what was used of them. Days are days since 1970, UTC. */
export interface QuotaStore {
  quotasOf(organization: OrganizationNumber): Promise<Quotas | undefined>;
  setQuotas(organization: OrganizationNumber, quotas: Quotas): Promise<void>;
  /**
   * Counts objects towards the day's number if they fit under `most`.
   *
   * @returns whether they fit; else nothing was counted
   */
  take(use: {
    readonly organization: OrganizationNumber;
    readonly day: number;
    readonly objects: number;
    readonly most: number;
  }): Promise<boolean>;
}
