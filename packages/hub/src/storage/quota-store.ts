import type { Quotas, QuotaStore } from "../life/quota-store.ts";
import type { Database } from "./database.ts";

/** `QuotaStore` over PostgreSQL; a day's number is one row of each organisation. */
export function postgresQuotaStore(database: Database): QuotaStore {
  return {
    async quotasOf(organization) {
      const { rows } = await database.query<Quotas>(
        `select requests_per_minute as "requestsPerMinute", objects_per_day as "objectsPerDay",
           envelope_bytes as "envelopeBytes", concurrent_writes as "concurrentWrites"
         from organization_quotas where organization = $1`,
        [organization],
      );
      return rows[0];
    },

    async setQuotas(organization, quotas) {
      await database.query(
        `insert into organization_quotas (organization, requests_per_minute, objects_per_day, envelope_bytes,
           concurrent_writes) values ($1, $2, $3, $4, $5)
         on conflict (organization) do update set requests_per_minute = excluded.requests_per_minute,
           objects_per_day = excluded.objects_per_day, envelope_bytes = excluded.envelope_bytes,
           concurrent_writes = excluded.concurrent_writes`,
        [
          organization,
          quotas.requestsPerMinute,
          quotas.objectsPerDay,
          quotas.envelopeBytes,
          quotas.concurrentWrites,
        ],
      );
    },

    async take({ organization, day, objects, most }) {
      if (objects > most) return false;
      const { count } = await database.query(
        `insert into organization_usage as u (organization, day, objects_added) values ($1, $2, $3)
         on conflict (organization, day) do update set objects_added = u.objects_added + excluded.objects_added
         where u.objects_added + excluded.objects_added <= $4`,
        [organization, day, objects, most],
      );
      return count > 0;
    },
  };
}
