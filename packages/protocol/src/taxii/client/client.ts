import type { VersionFilter } from "../filters.ts";
import { formatFilters } from "../format-filters.ts";
import type { ManifestRecord } from "../resources.ts";
import { addObjects, type AddReport, type AddRequest } from "./add-objects.ts";
import { openConnection, type ConnectionOptions } from "./connection.ts";
import { BEGINNING } from "./page-position.ts";
import { readPages, type Page, type PageQuery } from "./pages.ts";
import { readEnvelope, readManifest, readVersions, type ReceivedObject } from "./read-pages.ts";
import {
  findCollection,
  findRoots,
  listCollections,
  type FoundCollection,
  type FoundRoot,
} from "./server-map.ts";

/**
 * A client of one TAXII 2.1 server, of whichever make. Every failure is a `TaxiiError`; requests that are turned away
 * for a time are repeated with growing waits. Nothing is kept between calls.
 */
export interface TaxiiClient {
  /** API roots that these credentials may see; at least one. */
  roots(): Promise<readonly FoundRoot[]>;
  collections(root: FoundRoot): Promise<readonly FoundCollection[]>;
  /** By id or alias, in whichever root it is. */
  collection(idOrAlias: string): Promise<FoundCollection>;
  /** Pages in the order of adding; an empty poll is one request. */
  objects(collection: FoundCollection, query?: PageQuery): AsyncGenerator<Page<ReceivedObject>, void>;
  /** Versions of one object; `not-found` where the server has none. */
  object(
    collection: FoundCollection,
    query: PageQuery & { readonly id: string },
  ): AsyncGenerator<Page<ReceivedObject>, void>;
  manifest(collection: FoundCollection, query?: PageQuery): AsyncGenerator<Page<ManifestRecord>, void>;
  /** Which versions of one object there are. */
  versions(
    collection: FoundCollection,
    query: PageQuery & { readonly id: string },
  ): AsyncGenerator<Page<string>, void>;
  add(
    collection: FoundCollection,
    request: Pick<AddRequest, "objects" | "audiences" | "onProgress">,
  ): Promise<AddReport>;
  /** Takes away an object, or those of its versions that are named; what counts without a name is the server's matter. */
  remove(
    collection: FoundCollection,
    object: { readonly id: string; readonly versions?: readonly VersionFilter[] },
  ): Promise<void>;
}

/**
 * Makes a client; nothing is sent yet.
 *
 * @throws TaxiiError `bad-url`, `bad-credentials`
 */
export function taxiiClient(options: ConnectionOptions): TaxiiClient {
  const connection = openConnection(options);
  const paging = (
    url: string,
    { filters = {}, position = BEGINNING }: PageQuery = {},
  ): { connection: typeof connection; url: string; filters: typeof filters; position: typeof position } => ({
    connection,
    url,
    filters,
    position,
  });
  const objectUrl = (collection: FoundCollection, id: string): string =>
    `${collection.url}objects/${encodeURIComponent(id)}/`;
  return {
    roots: () => findRoots(connection),
    collections: (root) => listCollections(connection, root),
    collection: (idOrAlias) => findCollection(connection, idOrAlias),
    objects: (collection, query) =>
      readPages({
        ...paging(`${collection.url}objects/`, query),
        read: readEnvelope,
        keyOf: ({ text }) => text,
      }),
    object: (collection, query) =>
      readPages({
        ...paging(objectUrl(collection, query.id), query),
        read: readEnvelope,
        keyOf: ({ text }) => text,
      }),
    manifest: (collection, query) =>
      readPages({
        ...paging(`${collection.url}manifest/`, query),
        read: readManifest,
        keyOf: ({ id, version }) => `${id} ${version}`,
      }),
    versions: (collection, query) =>
      readPages({
        ...paging(`${objectUrl(collection, query.id)}versions/`, query),
        read: readVersions,
        keyOf: (version) => version,
      }),
    add: (collection, request) =>
      addObjects(connection, {
        ...request,
        rootUrl: collection.root.url,
        collectionUrl: collection.url,
        mostBytes: collection.root.resource.max_content_length,
      }),
    remove: async (collection, { id, versions }) => {
      const query = formatFilters({ versions });
      const url = objectUrl(collection, id);
      await connection.request({ method: "DELETE", url: query === "" ? url : `${url}?${query}` });
    },
  };
}
