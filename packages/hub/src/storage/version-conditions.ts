import type { Reader, VersionChoice, VersionQuery } from "../collections/version-store.ts";

/** A condition on `versions v` with its parameters, numbered from `$1`. */
export interface Conditions {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What of a query decides which rows are meant; where the page begins and ends is not part of it. */
export type RowChoice = Omit<VersionQuery, "limit">;

/** Rows that exist for this reader and pass every filter. */
export function conditionsOf(choice: RowChoice): Conditions {
  const values: unknown[] = [];
  const bind = (value: unknown, type: string): string => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const collection = bind(choice.collection, "integer");
  const visible = visibleTo(choice.reader, bind);
  const spec = specCondition(choice.specVersions, bind);
  const exists = (other: string): string =>
    `exists (select from versions n where n.collection = v.collection and n.id = v.id and ${other} and ${visible("n")}${spec("n")})`;
  const all = [
    `v.collection = ${collection}`,
    visible("v"),
    // The same version from two organisations is one version: of those the reader may see, the first.
    `not (v.repeated and ${exists("n.version = v.version and n.position < v.position")})`,
    ...startConditions(choice, { bind, collection }),
    ...(choice.ids === undefined ? [] : [`v.id = any(${bind(choice.ids, "text[]")})`]),
    ...(choice.types === undefined ? [] : [`v.type = any(${bind(choice.types, "text[]")})`]),
    ...versionConditions({ choices: choice.versions, bind, exists }),
  ];
  return { sql: all.join("\n  and ") + spec("v"), values };
}

type Bind = (value: unknown, type: string) => string;

function visibleTo(reader: Reader, bind: Bind): (row: string) => string {
  const organization = bind(reader.organization, "integer");
  const audiences = bind([...reader.audiences], "integer[]");
  return (row) =>
    `(${row}.audiences is null or ${row}.owner = ${organization} or ${row}.audiences && ${audiences})`;
}

function specCondition(specVersions: readonly string[] | undefined, bind: Bind): (row: string) => string {
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
