import { STATUS_KEPT_HOURS, type StatusStore } from "../api/status-store.ts";
import type { Database } from "./database.ts";

/** Status resources over PostgreSQL. */
export function postgresStatusStore(database: Database): StatusStore {
  return {
    keep: async ({ id, root, organization, keptAt, body }) => {
      await database.query(
        `insert into statuses (id, api_root, organization, created_at, expires_at, body)
         select $1, number, $3, $4, $5, $6 from api_roots where path = $2`,
        [id, root, organization, keptAt, keptAt + STATUS_KEPT_HOURS * MICROSECONDS_PER_HOUR, body],
      );
    },
    find: async ({ id, root, organization }) => {
      if (!UUID.test(id)) return undefined;
      const { rows } = await database.query<{ body: string }>(
        `select s.body from statuses s join api_roots r on r.number = s.api_root
         where s.id = $1::uuid and r.path = $2 and s.organization = $3`,
        [id, root, organization],
      );
      return rows[0]?.body;
    },
    forgetExpired: async (now) =>
      (await database.query("delete from statuses where expires_at <= $1", [now])).count,
  };
}

const MICROSECONDS_PER_HOUR = 3_600_000_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
