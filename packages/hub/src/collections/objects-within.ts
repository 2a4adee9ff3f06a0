import type { Page, StoredVersion, VersionQuery, VersionStore } from "./version-store.ts";

type StoredObject = StoredVersion & { readonly body: string };

/**
 * Reads a page of objects that ends where it has too many characters, so that large objects make shorter pages and not
 * a larger process. The first row always fits. Rows are fetched in slices: a small one to learn how large these
 * objects are, then as many as are likely to fit.
 */
export async function objectsWithin(
  versions: Pick<VersionStore, "objects">,
  query: VersionQuery,
  mostCharacters: number,
): Promise<Page<StoredObject>> {
  const rows: StoredObject[] = [];
  let characters = 0;
  let slice = FIRST_SLICE;
  for (;;) {
    const after = rows.at(-1)?.position ?? query.after;
    const page = await versions.objects({
      ...query,
      after,
      limit: Math.min(slice, query.limit - rows.length),
    });
    for (const [place, row] of page.rows.entries()) {
      if (rows.length > 0 && characters + row.body.length > mostCharacters) return { rows, more: true };
      rows.push(row);
      characters += row.body.length;
      if (rows.length === query.limit) return { rows, more: page.more || place < page.rows.length - 1 };
    }
    if (!page.more) return { rows, more: false };
    slice = Math.max(1, Math.floor(((mostCharacters - characters) * rows.length) / Math.max(characters, 1)));
  }
}

const FIRST_SLICE = 64;
