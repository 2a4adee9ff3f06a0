import { createHash, createHmac, hkdfSync } from "node:crypto";
import { CURSOR_DIGEST_BYTES, CURSOR_KEY_BYTES, decodeCursor, encodeCursor } from "@stillwatch/protocol";
import type { VersionQuery } from "./version-store.ts";

/**
 * Makes and reads `next`, and gives pages their entity tags. All that a cursor says is in it, so that it outlives the
 * process and any write, and is valid in a restored store. Positions are sealed: gaps between them would tell a reader
 * how many objects others keep from it.
 */
export interface PageCursors {
  /** `next` for the page after `position`. Another position gives another text. */
  seal(question: QuestionDigest, position: number): string;
  /** The position; undefined when the cursor was not made here for this question. */
  open(question: QuestionDigest, cursor: string): number | undefined;
  /** Opaque entity tag (RFC 9110 §8.8.3) of a page that consists of these positions. */
  tag(
    question: QuestionDigest,
    page: { readonly positions: readonly number[]; readonly more: boolean },
  ): string;
}

/** What a cursor is bound to: collection, resource, reader's organisation and filters, but not the limit. */
export type QuestionDigest = Uint8Array & { readonly brand: "question" };

/** The three resources that come in pages. */
export type PagedResource = "objects" | "manifest" | "versions";

/** @param secret - the hub's secret, at least 32 random bytes; with another one all cursors become invalid */
export function pageCursors(secret: Uint8Array): PageCursors {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "stillwatch page cursor", CURSOR_KEY_BYTES));
  const tagKey = Buffer.from(hkdfSync("sha256", secret, "", "stillwatch page tag", CURSOR_KEY_BYTES));
  return {
    seal: (digest, position) => encodeCursor(position, { digest, key }),
    open: (digest, cursor) => decodeCursor(cursor, { digest, key }),
    tag(digest, { positions, more }) {
      const mac = createHmac("sha256", tagKey).update(digest);
      mac.update(`${more ? "more" : "end"}:${positions.join(",")}`);
      return `"${mac.digest("base64url").slice(0, TAG_CHARACTERS)}"`;
    },
  };
}

/** 162 bits. */
const TAG_CHARACTERS = 27;

/** Digest of everything in a question without which a cursor means something else. The order within lists is no matter. */
export function questionDigest(resource: PagedResource, query: VersionQuery): QuestionDigest {
  const question = [
    resource,
    query.collection,
    query.reader.organization,
    query.addedAfter ?? null,
    sorted(query.ids),
    sorted(query.types),
    sorted(query.specVersions),
    sorted(query.versions.map((choice) => (choice.kind === "exactly" ? `${choice.version}` : choice.kind))),
  ];
  const digest = createHash("sha256").update(JSON.stringify(question)).digest();
  return digest.subarray(0, CURSOR_DIGEST_BYTES) as Uint8Array as QuestionDigest;
}

function sorted(list: readonly string[] | undefined): readonly string[] | null {
  return list === undefined ? null : [...new Set(list)].sort();
}
