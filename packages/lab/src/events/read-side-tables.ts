import { Readable } from "node:stream";
import { splitRecords } from "./records.ts";
import type { RejectedLine } from "./request-event.ts";
import {
  readSideTable,
  type AccountRow,
  type DeclaredUseRow,
  type EnforcementRow,
  type ReleaseRow,
  type SideTable,
  type SideTableName,
} from "./side-tables.ts";
import { openSource, type Source } from "./sources.ts";

/** What the report says of one side table. */
export interface SideTableSummary {
  readonly table: SideTableName;
  readonly path: string;
  readonly rows: number;
  readonly rejected: number;
  /** Rows about accounts that the log does not have. */
  readonly unmatched: number;
}

export interface SideTables {
  readonly accounts: SideTable<AccountRow>;
  readonly enforcement: SideTable<EnforcementRow>;
  readonly releases: SideTable<ReleaseRow>;
  readonly "declared-use": SideTable<DeclaredUseRow>;
  described(accountsInLog: readonly string[], unmatchedAccounts: number): readonly SideTableSummary[];
}

/** Reads the side tables that were given; an absent one is empty. Bad rows go to `onRejected`. */
export async function readSideTables(
  sources: Readonly<Record<SideTableName, Source | undefined>>,
  onRejected: (line: RejectedLine) => Promise<void>,
): Promise<SideTables> {
  const tables = {
    accounts: await readOne("accounts", sources.accounts),
    enforcement: await readOne("enforcement", sources.enforcement),
    releases: await readOne("releases", sources.releases),
    "declared-use": await readOne("declared-use", sources["declared-use"]),
  };
  for (const table of Object.values(tables)) for (const line of table.rejected) await onRejected(line);
  return {
    ...tables,
    described: (accountsInLog, unmatchedAccounts) => {
      const known = new Set(accountsInLog);
      const unmatched: Readonly<Record<SideTableName, number>> = {
        accounts: unmatchedAccounts,
        enforcement: tables.enforcement.rows.filter((row) => !known.has(row.account)).length,
        releases: 0,
        "declared-use": tables["declared-use"].rows.filter(
          (row) => row.account !== undefined && !known.has(row.account),
        ).length,
      };
      return (Object.keys(tables) as SideTableName[]).flatMap((table) => {
        const source = sources[table];
        if (source === undefined) return [];
        const { rows, rejected } = tables[table];
        return [
          {
            table,
            path: source.path,
            rows: rows.length,
            rejected: rejected.length,
            unmatched: unmatched[table],
          },
        ];
      });
    },
  };
}

async function readOne<Name extends SideTableName>(
  name: Name,
  source: Source | undefined,
): Promise<Awaited<ReturnType<typeof readSideTable<Name>>>> {
  const chunks = source === undefined ? noChunks() : splitRecords(openSource(source, Readable.from([])));
  return readSideTable(name, chunks, source?.path ?? name);
}

async function* noChunks(): AsyncGenerator<never, void> {
  await Promise.resolve();
}
