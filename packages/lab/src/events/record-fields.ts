import { basename } from "node:path";
import type { EventField, FieldSource, Mapping } from "./mapping.ts";
import { valueAt } from "./mapping-path.ts";
import { UNKNOWN_ACCOUNT } from "./record-reader.ts";
import type { Place, Rejection } from "./record-reader.ts";
import { TRANSFORMS } from "./transforms.ts";

/** One record seen through the table. */
export class RecordFields {
  readonly used: FieldSource[] = [];
  readonly #mapping: Mapping;
  readonly #view: unknown;
  readonly #place: Place;
  readonly #part: number;
  readonly #values: Map<EventField, unknown> = new Map<EventField, unknown>();
  readonly #embedded: Map<string, unknown> = new Map<string, unknown>();
  readonly #unreadable: Map<EventField, FieldSource> = new Map<EventField, FieldSource>();

  constructor(mapping: Mapping, view: unknown, place: Place, part: number) {
    this.#mapping = mapping;
    this.#view = view;
    this.#place = place;
    this.#part = part;
  }

  value(name: EventField): unknown {
    if (this.#values.has(name)) return this.#values.get(name);
    const value = this.#find(name);
    this.#values.set(name, value);
    return value;
  }

  text(name: EventField): string | undefined {
    const value = this.value(name);
    return typeof value === "string" ? value : undefined;
  }

  number(name: EventField): number | undefined {
    const value = this.value(name);
    return typeof value === "number" ? value : undefined;
  }

  /** The first required field that is not there. */
  missing(): Rejection | undefined {
    for (const name of this.#mapping.required) {
      if (this.value(name) !== undefined) continue;
      const unreadable = this.#unreadable.get(name);
      const places = this.#mapping.fields.get(name)?.map((source) => source.path) ?? [];
      const reason =
        unreadable === undefined
          ? `"${name}" is missing (looked at ${places.join(", ")}); add it, or name its place in a mapping file`
          : `"${unreadable.path}" is not ${TRANSFORMS[unreadable.transform].wants}`;
      return { line: this.#place.line, field: name, reason };
    }
    return undefined;
  }

  #find(name: EventField): unknown {
    for (const source of this.#mapping.fields.get(name) ?? []) {
      const raw = this.#raw(source);
      if (raw === undefined || raw === null || raw === "") continue;
      if (typeof raw === "string" && this.#mapping.absent.has(raw)) continue;
      const value = TRANSFORMS[source.transform].read(raw);
      if (value !== undefined && value !== "") {
        this.used.push(source);
        return value;
      }
      if (!this.#unreadable.has(name)) this.#unreadable.set(name, source);
    }
    return undefined;
  }

  #raw(source: FieldSource): unknown {
    if (source.keys.length > 0) return valueAt(this.#view, source.keys, this.#embedded);
    if (source.path === "$file-time") return this.#place.fileTimeMs;
    return source.path === "$place" ? placeId(this.#place, this.#part) : UNKNOWN_ACCOUNT;
  }
}

/** The request id of a record that has none: `file:line`, and its number where a record holds several. */
export function placeId(place: Place, part: number): string {
  const id = `${basename(place.file)}:${String(place.line)}`;
  return part === 0 ? id : `${id}#${String(part + 1)}`;
}
