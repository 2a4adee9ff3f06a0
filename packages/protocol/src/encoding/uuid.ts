import { createHash } from "node:crypto";

/** What a UUID says about itself (RFC 9562 section 4). */
export interface Uuid {
  /** In lower case with hyphens. */
  readonly text: string;
  /** 0 to 15; meaningful where `variant` is "rfc". 1, 2, 6 and 7 carry a time, 1, 2 and 6 a node as well. */
  readonly version: number;
  /** "rfc" is the variant of RFC 9562; the others are history or, for the Nil UUID, zero. */
  readonly variant: "rfc" | "other";
}

/** Reads a UUID in its 36 characters, either case; undefined where it is none. */
export function parseUuid(text: string): Uuid | undefined {
  if (text.length !== 36 || !UUID.test(text)) return undefined;
  const variantDigit = Number.parseInt(text[19]!, 16);
  return {
    text: text.toLowerCase(),
    version: Number.parseInt(text[14]!, 16),
    variant: variantDigit >= 8 && variantDigit <= 11 ? "rfc" : "other",
  };
}

/**
 * The UUID version 5 of a name in a namespace (RFC 9562 section 5.5): the same name always gives the same UUID, and
 * a guessable name can be found out from it.
 *
 * @param namespace - a UUID
 * @throws RangeError where the namespace is none
 */
export function uuidV5(namespace: string, name: string): string {
  const space = parseUuid(namespace);
  if (space === undefined) throw new RangeError("The namespace of a UUID version 5 must be a UUID.");
  const digest = createHash("sha1")
    .update(Buffer.from(space.text.replaceAll("-", ""), "hex"))
    .update(name, "utf8")
    .digest()
    .subarray(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
