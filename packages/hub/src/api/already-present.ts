import type { RefusedObject } from "../collections/admit.ts";
import type { GrantedCollection } from "../collections/collection-store.ts";
import type { VersionStore } from "../collections/version-store.ts";
import type { Caller } from "../members/caller.ts";

/**
 * Finds refused objects whose very version the caller can see in the collection already. Adding is idempotent on
 * (id, version): to send what is there is a success, whatever today's rules say of its text, which is not kept.
 */
export async function alreadyPresent({
  versions,
  collection,
  caller,
  refused,
}: {
  readonly versions: VersionStore;
  readonly collection: GrantedCollection;
  readonly caller: Caller;
  readonly refused: readonly RefusedObject[];
}): Promise<ReadonlySet<RefusedObject>> {
  const dated = refused.filter((each) => each.version !== undefined).slice(0, MOST_LOOKED_FOR);
  if (dated.length === 0 || !collection.mayRead) return new Set();
  const page = await versions.manifest({
    collection: collection.number,
    reader: { organization: caller.organization, audiences: caller.audiences },
    addedAfter: undefined,
    ids: [...new Set(dated.map((each) => each.id))],
    types: undefined,
    specVersions: undefined,
    versions: [...new Set(dated.flatMap((each) => each.version ?? []))].map((version) => ({
      kind: "exactly",
      version,
    })),
    after: undefined,
    limit: dated.length,
  });
  const there = new Set(page.rows.map((row) => `${row.id} ${row.version}`));
  return new Set(dated.filter((each) => there.has(`${each.id} ${each.version}`)));
}

/** An envelope of nothing but faulty objects is not worth more. */
const MOST_LOOKED_FOR = 1_000;
