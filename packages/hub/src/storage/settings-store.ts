import type { Unreadable } from "../collections/grants.ts";
import type { SettingsStore } from "../operation/hub-settings.ts";
import type { Queries } from "./database.ts";

interface SettingsRow {
  readonly secret: Uint8Array;
  readonly pageSize: number;
  readonly unreadable: Unreadable;
}

/** @param now - microseconds since 1970 */
export function settingsStore(queries: Queries, now: () => number): SettingsStore {
  return {
    async settings() {
      const { rows } = await queries.query<SettingsRow>(
        `select pseudonym_secret as secret, page_size as "pageSize", unreadable from hub_settings`,
      );
      return rows[0];
    },
    async begin({ secret, pageSize, unreadable }) {
      const { count } = await queries.query(
        `insert into hub_settings (pseudonym_secret, page_size, unreadable, created_at)
         values ($1, $2, $3, $4) on conflict do nothing`,
        [secret, pageSize, unreadable, now()],
      );
      return count === 1;
    },
  };
}
