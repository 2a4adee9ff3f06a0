import { MEMBERS } from "./0001-members.ts";
import { COLLECTIONS } from "./0002-collections.ts";
import { LIFE } from "./0003-life.ts";
import { AUDIT } from "./0004-audit.ts";

/** One step of the schema. A released one never changes: its digest is kept in every store it was applied to. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** In the order of applying; numbers run from 1 without gaps. */
export const MIGRATIONS: readonly Migration[] = [
  { number: 1, name: "members", sql: MEMBERS },
  { number: 2, name: "collections", sql: COLLECTIONS },
  { number: 3, name: "life", sql: LIFE },
  { number: 4, name: "audit", sql: AUDIT },
];
