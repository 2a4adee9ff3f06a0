import type { Unreadable } from "../collections/grants.ts";

/** What makes this hub the one it is, kept in its store and so in every backup. */
export interface StoredSettings {
  /**
   * 32 random bytes, made once. Pseudonyms, cursors and logins in progress are derived from it: with another secret
   * members would look like strangers to each other, and cursors would be refused.
   */
  readonly secret: Uint8Array;
  /** Rows of a page at most. */
  readonly pageSize: number;
  readonly unreadable: Unreadable;
}

/** Where the settings are kept. `storage/` implements it. */
export interface SettingsStore {
  /** Undefined for a store in which no hub was begun yet. */
  settings(): Promise<StoredSettings | undefined>;
  /** @returns false where there are some already, which stay as they are */
  begin(settings: StoredSettings): Promise<boolean>;
}
