import type { StoreFacts } from "../operation/diagnose.ts";
import type { Queries } from "./database.ts";
import { SCHEMA_NUMBER } from "./migrate.ts";

const DAY_MICROSECONDS = 86_400_000_000;
const SOON_DAYS = 14;
const PATIENCE_DAYS = 7;

/** What the store says of itself, for `doctor`. @param now - microseconds since 1970 */
export async function storeFacts(queries: Queries, now: () => number): Promise<StoreFacts> {
  const before = now();
  const { rows } = await queries.query<
    Omit<StoreFacts, "knownSchema" | "clockOffMs"> & { readonly clock: number }
  >(
    `select
       (select coalesce(max(number), 0) from schema_migrations) as schema,
       exists (select from hub_settings) as begun,
       floor(extract(epoch from clock_timestamp()) * 1000000)::bigint as clock,
       current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' as durable,
       pg_database_size(current_database()) as bytes,
       (select count(*) from organizations) as organizations,
       count(*) filter (where expires_at is null or expires_at > $1) as "keysValid",
       count(*) filter (where expires_at <= $1) as "keysExpired",
       count(*) filter (where expires_at > $1 and expires_at <= $2) as "keysExpiringSoon",
       (select count(*) from recall_notices n join recalls r on r.number = n.recall
        where n.acknowledged_at is null and r.recalled_at <= $3) as "noticesUnacknowledged"
     from api_keys where revoked_at is null`,
    [before, before + SOON_DAYS * DAY_MICROSECONDS, before - PATIENCE_DAYS * DAY_MICROSECONDS],
  );
  const [facts] = rows;
  if (facts === undefined) throw new Error("counting gave no row");
  const { clock, ...rest } = facts;
  // It was read at some moment between asking and answering.
  const clockOffMs = Math.max(0, before - clock, clock - now()) / 1_000;
  return { ...rest, clockOffMs, knownSchema: SCHEMA_NUMBER };
}
