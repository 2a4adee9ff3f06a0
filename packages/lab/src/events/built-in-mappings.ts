import { readFileSync } from "node:fs";
import type { FormatName } from "./format-names.ts";
import { parseMapping } from "./mapping.ts";
import type { Mapping } from "./mapping.ts";

const FOLDER = new URL("../../mappings/", import.meta.url);

const loaded = new Map<FormatName, Mapping>();

/** The table that comes with the package for a format (`mappings/<format>.yaml`), read once. */
export function builtInMapping(format: FormatName): Mapping {
  const known = loaded.get(format);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`${format}.yaml`, FOLDER), "utf8");
  const mapping = parseMapping(text, `${format}.yaml`, builtInMapping);
  loaded.set(format, mapping);
  return mapping;
}
