import type { FoundCollection, TaxiiClient } from "@stillwatch/protocol";
import { ExchangeError } from "./exchange-error.ts";
import type { PullFolder } from "./pull-folder.ts";

/** Objects asked for at a time; servers give fewer where they will. */
const PAGE_SIZE = 1000;

/**
 * Brings what the hub has got since the last pull into the folder, page by page; an interrupted pull goes on with the
 * page that it had not stored.
 *
 * @param onProgress - told how many objects this pull has stored
 * @returns how many objects came
 * @throws ExchangeError `not-readable`; TaxiiError, ReportError: what was stored before stays and counts
 */
export async function pull({
  client,
  collection,
  folder,
  onProgress,
}: {
  readonly client: TaxiiClient;
  readonly collection: FoundCollection;
  readonly folder: PullFolder;
  readonly onProgress: (objects: number) => void;
}): Promise<number> {
  if (!collection.resource.can_read) {
    throw new ExchangeError(
      "not-readable",
      "the hub does not let this key read the collection; ask its operator, or name another collection",
    );
  }
  let objects = 0;
  const query = { position: folder.state.position, filters: { limit: PAGE_SIZE } };
  for await (const page of client.objects(collection, query)) {
    await folder.store(page);
    objects += page.rows.length;
    onProgress(objects);
  }
  return objects;
}
