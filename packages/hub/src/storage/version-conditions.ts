import type { Reader, VersionChoice, VersionQuery } from "../collections/version-store.ts";

/** `from` and `where` of a statement over `versions v`, with its parameters numbered from `$1`. */
export interface Selection {
  /** A source for each range of rows to look through; one comes out for each alternative of a list. */
  readonly sources: string;
  /** Rows that exist for the reader and pass every filter, within one source. */
  readonly where: string;
  readonly values: readonly unknown[];
}

/** What of a query decides which rows are meant; where the page ends is not part of it. */
export type RowChoice = Omit<VersionQuery, "limit">;

/**
 * How the wanted rows are found is fixed here and not left to PostgreSQL's estimates, which are far off until a table
 * that grows was analysed: by id, one probe for each id; else one range for each visible reach, and for each type.
 * `offset 0` keeps PostgreSQL from turning a probe per row into a join over the collection.
 */
export function selectionOf(choice: RowChoice): Selection {
  const values: unknown[] = [];
  const bind = (value: unknown, type: string): string => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const collection = bind(choice.collection, "integer");
  const visible = visibleTo(choice.reader, bind);
  const spec = specCondition(choice.specVersions, bind);
  const exists = (other: string): string =>
    `exists (select from versions n where n.collection = v.collection and n.id = v.id and ${other} and ${visible("n")}${spec("n")} offset 0)`;
  const ranges = rangesOf(choice, { bind, visible });
  const all = [
    `v.collection = ${collection}`,
    ...ranges.conditions,
    // The same version from two organisations is one version: of those the reader may see, the first.
    `not (v.repeated and ${exists("n.version = v.version and n.position < v.position")})`,
    ...startConditions(choice, { bind, collection }),
    ...versionConditions({ choices: choice.versions, bind, exists }),
  ];
  return { sources: ranges.sources, where: all.join("\n  and ") + spec("v"), values };
}

type Bind = (value: unknown, type: string) => string;
type OnRow = (row: string) => string;

function rangesOf(
  { ids, types }: RowChoice,
  { bind, visible }: { readonly bind: Bind; readonly visible: OnRow },
): { readonly sources: string; readonly conditions: readonly string[] } {
  if (ids !== undefined) {
    return {
      sources: `unnest(${bind([...new Set(ids)], "text[]")}) as wanted(id)`,
      conditions: [
        "v.id = wanted.id",
        visible("v"),
        ...(types === undefined ? [] : [`v.type = any(${bind(types, "text[]")})`]),
      ],
    };
  }
  const reaches = `(select r.number from reaches r where ${visible("r")}) as reach`;
  if (types === undefined) return { sources: reaches, conditions: ["v.reach = reach.number"] };
  return {
    sources: `${reaches} cross join unnest(${bind([...new Set(types)], "text[]")}) as wanted(type)`,
    conditions: ["v.reach = reach.number", "v.type = wanted.type"],
  };
}

/** Of a row of `versions` or of `reaches`. */
function visibleTo(reader: Reader, bind: Bind): OnRow {
  const organization = bind(reader.organization, "integer");
  const audiences = bind([...reader.audiences], "integer[]");
  return (row) =>
    `(${row}.audiences is null or ${row}.owner = ${organization} or ${row}.audiences && ${audiences})`;
}

function specCondition(specVersions: readonly string[] | undefined, bind: Bind): OnRow {
  if (specVersions === undefined) return () => "";
  const wanted = bind(specVersions, "text[]");
  return (row) => ` and ${row}.spec_version = any(${wanted})`;
}

/** `date_added` rises with position, so its bound becomes one of position by a single probe, made once. */
function startConditions(
  { addedAfter, after }: RowChoice,
  { bind, collection }: { readonly bind: Bind; readonly collection: string },
): readonly string[] {
  return [
    ...(after === undefined ? [] : [`v.position > ${bind(after, "bigint")}`]),
    ...(addedAfter === undefined
      ? []
      : [
          `v.position >= (select d.position from versions d where d.collection = ${collection} and d.date_added > ${bind(addedAfter, "bigint")} order by d.date_added limit 1)`,
        ]),
  ];
}

/** `last` and `first` are taken among what the reader may see of the wanted specifications, whatever else is asked. */
function versionConditions({
  choices,
  bind,
  exists,
}: {
  readonly choices: readonly VersionChoice[];
  readonly bind: Bind;
  readonly exists: (other: string) => string;
}): readonly string[] {
  if (choices.some(({ kind }) => kind === "all")) return [];
  const alternatives = choices.map((choice) => {
    switch (choice.kind) {
      case "all":
        return "true";
      case "last":
        return `not ${exists("n.version > v.version")}`;
      case "first":
        return `not ${exists("n.version < v.version")}`;
      case "exactly":
        return `v.version = ${bind(choice.version, "bigint")}`;
    }
  });
  return [alternatives.length === 0 ? "false" : `(${alternatives.join(" or ")})`];
}
