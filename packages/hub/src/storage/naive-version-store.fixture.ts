import type {
  AddOutcome,
  Microseconds,
  NewVersion,
  StoredVersion,
  VersionChoice,
  VersionQuery,
} from "../collections/version-store.ts";
import type { OrganizationNumber } from "../members/caller.ts";

/** One collection kept in a list and searched from end to end: the judge of the real store. */
export class NaiveVersionStore {
  readonly #now: () => Microseconds;
  #rows: readonly NaiveRow[] = [];
  #lastPosition = 0;
  #lastDate = 0;

  constructor(now: () => Microseconds) {
    this.#now = now;
  }

  add(owner: OrganizationNumber, versions: readonly NewVersion[]): readonly AddOutcome[] {
    return versions.map((added) => {
      const there = this.#rows.find((row) =>
        added.version === undefined
          ? row.owner === owner &&
            row.dated &&
            row.body === added.body &&
            row.id === added.id &&
            same(row, added)
          : row.id === added.id &&
            row.version === added.version &&
            (row.owner === owner || row.audiences === undefined),
      );
      if (there !== undefined) {
        return { kind: "already-present", dateAdded: there.dateAdded, version: there.version };
      }
      this.#lastPosition += 1;
      this.#lastDate = Math.max(this.#now(), this.#lastDate + 1);
      const dateAdded = this.#lastDate as Microseconds;
      const version = added.version ?? dateAdded;
      const dated = added.version === undefined;
      this.#rows = [
        ...this.#rows,
        { ...added, owner, dated, dateAdded, version, position: this.#lastPosition },
      ];
      return { kind: "added", dateAdded, version };
    });
  }

  read(query: VersionQuery): { readonly rows: readonly NaiveRow[]; readonly more: boolean } {
    const rows = this.#chosen(query).filter(
      (row) => row.position > (query.after ?? 0) && row.dateAdded > (query.addedAfter ?? 0),
    );
    return { rows: rows.slice(0, query.limit), more: rows.length > query.limit };
  }

  delete(query: VersionQuery): number {
    const gone = new Set(this.#chosen(query).filter((row) => row.owner === query.reader.organization));
    this.#rows = this.#rows.filter((row) => !gone.has(row));
    return gone.size;
  }

  #chosen({ reader, ids, types, specVersions, versions }: VersionQuery): readonly NaiveRow[] {
    const visible = this.#rows.filter(
      ({ audiences, owner, specVersion }) =>
        (audiences === undefined ||
          owner === reader.organization ||
          audiences.some((audience) => reader.audiences.has(audience))) &&
        (specVersions === undefined || specVersions.includes(specVersion)),
    );
    const distinct = visible.filter(
      (row) => visible.find((other) => other.id === row.id && other.version === row.version) === row,
    );
    return distinct.filter(
      (row) =>
        (ids === undefined || ids.includes(row.id)) &&
        (types === undefined || types.includes(row.type)) &&
        versions.some((choice) => isChosen(row, choice, distinct)),
    );
  }
}

export interface NaiveRow extends StoredVersion {
  readonly owner: OrganizationNumber;
  readonly dated: boolean;
  readonly audiences: NewVersion["audiences"];
  readonly body: string;
}

function isChosen(row: NaiveRow, choice: VersionChoice, among: readonly NaiveRow[]): boolean {
  const versions = among.filter(({ id }) => id === row.id).map(({ version }) => version);
  switch (choice.kind) {
    case "all":
      return true;
    case "last":
      return row.version === Math.max(...versions);
    case "first":
      return row.version === Math.min(...versions);
    case "exactly":
      return row.version === choice.version;
  }
}

function same(row: NaiveRow, added: NewVersion): boolean {
  const text = (audiences: NewVersion["audiences"]): string =>
    audiences === undefined ? "" : `{${[...new Set(audiences)].sort().join()}}`;
  return text(row.audiences) === text(added.audiences);
}
