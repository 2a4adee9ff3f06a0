import { HubError } from "../hub-error.ts";
import type { Caller, OrganizationNumber } from "../members/caller.ts";
import { credentialCache } from "../members/credential-cache.ts";
import { tokenBuckets } from "../members/token-bucket.ts";
import { fairTurns } from "./fair-turns.ts";
import { DEFAULT_QUOTAS, type Quotas, type QuotaStore } from "./quota-store.ts";

/** Keeps each member within its quotas, so that none slows the others. */
export interface QuotaKeeper {
  /** Counts one request. @throws HubError `too-many-requests` */
  countRequest(caller: Caller): Promise<void>;
  /** Runs a write when it is the member's turn. @throws HubError `too-many-requests` */
  inTurn<Outcome>(caller: Caller, task: () => Promise<Outcome>): Promise<Outcome>;
  /** Takes objects out of the day's number. @throws HubError `too-large`, `too-many-requests` */
  takeObjects(caller: Caller, envelope: { readonly objects: number; readonly bytes: number }): Promise<void>;
}

/** Writes of all members that are under way at once: twice the store's connections for writing. */
const WRITES_AT_ONCE = 8;
const WRITES_WAITING = 32;

const QUOTAS_REMEMBERED_MS = 5_000;
const DAY_MS = 86_400_000;

/** @param options.now epoch milliseconds */
export function quotaKeeper(options: {
  readonly store: QuotaStore;
  readonly now: () => number;
}): QuotaKeeper {
  const { store, now } = options;
  const turns = fairTurns({ atOnce: WRITES_AT_ONCE, waiting: WRITES_WAITING });
  const remembered = credentialCache<Quotas>({
    load: async (number) => (await store.quotasOf(Number(number) as OrganizationNumber)) ?? DEFAULT_QUOTAS,
    lifetimeMs: QUOTAS_REMEMBERED_MS,
    most: 1_000,
    now,
  });
  /** One set of buckets for each rate in use. */
  const requests = new Map<number, ReturnType<typeof tokenBuckets>>();

  async function quotasOf(caller: Caller): Promise<Quotas> {
    return (await remembered.get(String(caller.organization))) ?? DEFAULT_QUOTAS;
  }

  return {
    async countRequest(caller) {
      const { requestsPerMinute: perMinute } = await quotasOf(caller);
      const buckets = requests.get(perMinute) ?? tokenBuckets({ burst: perMinute, perMinute }, now);
      requests.set(perMinute, buckets);
      const wait = buckets.take(String(caller.organization));
      if (wait === 0) return;
      throw new HubError(
        "too-many-requests",
        "your organisation has used up its requests of this minute; wait",
        {
          retryAfterSeconds: wait,
        },
      );
    },

    async inTurn(caller, task) {
      const { concurrentWrites: atOnce } = await quotasOf(caller);
      return turns.inTurn({ organization: caller.organization, atOnce, task });
    },

    async takeObjects(caller, { objects, bytes }) {
      const quotas = await quotasOf(caller);
      if (bytes > quotas.envelopeBytes) {
        throw new HubError(
          "too-large",
          `an envelope of yours has at most ${quotas.envelopeBytes} bytes; send it in parts`,
        );
      }
      const day = Math.floor(now() / DAY_MS);
      const { organization } = caller;
      if (await store.take({ organization, day, objects, most: quotas.objectsPerDay })) return;
      throw new HubError("too-many-requests", "your organisation has added as many objects today as it may", {
        retryAfterSeconds: Math.ceil(((day + 1) * DAY_MS - now()) / 1_000),
      });
    },
  };
}
