import type { OrganizationNumber } from "../members/caller.ts";
import type { Microseconds } from "../collections/version-store.ts";

/** What became of a request to add objects, as finished JSON text. */
export interface KeptStatus {
  /** A random UUID. */
  readonly id: string;
  /** Path of the API root. */
  readonly root: string;
  /** The only organisation that may see it. */
  readonly organization: OrganizationNumber;
  readonly keptAt: Microseconds;
  readonly body: string;
}

/** Status resources (TAXII 2.1 §4.3). `storage/` implements it. */
export interface StatusStore {
  keep(status: KeptStatus): Promise<void>;
  /** @returns the body; undefined when there is none that this organisation may see */
  find(wanted: Pick<KeptStatus, "id" | "root" | "organization">): Promise<string | undefined>;
  /**
   * Forgets what was kept longer than `STATUS_KEPT_HOURS` ago.
   *
   * @returns how many went
   */
  forgetExpired(now: Microseconds): Promise<number>;
}

/** The interoperability document asks for at least 24 hours. */
export const STATUS_KEPT_HOURS = 48;
