import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import { splitBundle, type EnvelopeItem } from "../encoding/split-envelope.ts";

/** Vectors by others, beside the project. */
const VECTORS = fileURLToPath(new URL("../../../../../shared/vectors/", import.meta.url));

/** Folders of the schemas whose files are named after the type of object they describe. */
const SCHEMA_FOLDERS = ["sdos", "sros", "observables", "common"];

/** Schemas beside them that describe parts of objects. */
const NO_OBJECTS: ReadonlySet<string> = new Set(["bundle", "core", "extension", "identifier", "dictionary"]);

/** Whether the vectors are there; warns where they are not, since their tests are then skipped. */
export function haveVectors(): boolean {
  const found = existsSync(join(VECTORS, "stix-schemas"));
  if (!found)
    console.warn(
      "SKIPPED: ../shared/vectors is absent; nothing is held against files and schemas of others.",
    );
  return found;
}

export function vectorText(path: string): string {
  return readFileSync(join(VECTORS, path), "utf8");
}

/** The objects of each real bulk file, by its name. */
export function realObjects(): ReadonlyMap<string, readonly EnvelopeItem[]> {
  const folder = join(VECTORS, "stix-data");
  const names = readdirSync(folder).filter((name) => name.endsWith(".json.gz"));
  return new Map(names.map((name) => [name, itemsOf(gunzipSync(readFileSync(join(folder, name))))]));
}

/** The objects of the schemas' examples. */
export function exampleObjects(): readonly EnvelopeItem[] {
  const folder = join(VECTORS, "stix-schemas/examples");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );
  return names.flatMap((name) => itemsOf(readFileSync(join(folder, name))));
}

/** What the official schema of a type says of an object; undefined where there is no schema of it. */
export type OfficialVerdict = (type: string, object: unknown) => boolean | undefined;

/**
 * Compiles the official schemas. `unicodeRegExp: false`, since they do not load otherwise; only for types of known
 * length, since their expressions take exponential time.
 */
export function officialSchemas(): OfficialVerdict {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: false });
  const ids = new Map<string, string>();
  for (const folder of SCHEMA_FOLDERS) {
    for (const name of readdirSync(join(VECTORS, "stix-schemas/schemas", folder))) {
      const schema = JSON.parse(vectorText(join("stix-schemas/schemas", folder, name))) as {
        readonly $id: string;
      };
      ajv.addSchema(schema);
      const type = name.replace(".json", "");
      if (!NO_OBJECTS.has(type)) ids.set(type, schema.$id);
    }
  }
  return (type, object) => {
    const id = ids.get(type);
    return id === undefined ? undefined : (ajv.getSchema(id)?.(object) as boolean | undefined);
  };
}

/** Of a bundle, or of a file that is one object. */
function itemsOf(bytes: Buffer): readonly EnvelopeItem[] {
  const split = splitBundle(bytes, { maxBytes: 10_000_000, maxObjects: 10_000, maxObjectDepth: 64 });
  const text = bytes.toString("utf8");
  return split.kind === "bundle" ? split.items : [{ text, value: JSON.parse(text) }];
}
