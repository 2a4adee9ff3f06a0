import type { ApiRootResource, CollectionResource } from "../resources.ts";
import type { Connection } from "./connection.ts";
import { readJsonObject } from "./read-json.ts";
import { apiRootIn, collectionIn, readCollections, rootsIn } from "./read-resource.ts";
import { isLoopback, placeOf } from "./server-url.ts";
import { TaxiiError } from "./taxii-error.ts";

/** An API root of a server, and where it is. */
export interface FoundRoot {
  /** Absolute; ends in a slash. */
  readonly url: string;
  readonly resource: ApiRootResource;
}

/** A collection, and where it is. */
export interface FoundCollection {
  /** Absolute; ends in a slash. */
  readonly url: string;
  readonly root: FoundRoot;
  readonly resource: CollectionResource;
}

/**
 * API roots of the server: the URL may be that of the server alone, of its discovery resource or of one API root. Roots
 * that these credentials may not see are left out, and roots on other servers where this one has any. A root that is
 * told of under the server's host name, but with another port or scheme, is looked for where the server was found:
 * servers behind a proxy often do not know their own address.
 *
 * @throws TaxiiError; `not-found` where there is no root
 */
export async function findRoots(connection: Connection): Promise<readonly FoundRoot[]> {
  const base = new URL(connection.url.href);
  base.search = "";
  base.hash = "";
  if (base.pathname === "/") base.pathname = "/taxii2/";
  const start = withSlash(base.href);
  const body = readJsonObject(await connection.request({ method: "GET", url: start }));
  if (body["api_roots"] === undefined && body["versions"] !== undefined) {
    return [{ url: start, resource: apiRootIn(body) }];
  }
  const urls = rootsIn(body)
    .map((text) => rootUrl(text, base))
    .filter((url) => url !== undefined);
  // Credentials are for this server alone, and the others may long be gone: they are looked at where it has none.
  const own = urls.filter((url) => new URL(url).origin === base.origin);
  const found: FoundRoot[] = [];
  let hidden: TaxiiError | undefined;
  for (const url of own.length > 0 ? own : urls) {
    try {
      const answer = await connection.request({ method: "GET", url });
      found.push({ url, resource: apiRootIn(readJsonObject(answer)) });
    } catch (thrown) {
      if (!isHidden(thrown)) throw thrown;
      hidden = thrown;
    }
  }
  if (found.length > 0) return found;
  throw (
    hidden ??
    new TaxiiError("not-found", `${placeOf(start)} names no API root; give the URL of an API root instead`)
  );
}

/** Collections of a root, in the server's order. @throws TaxiiError */
export async function listCollections(
  connection: Connection,
  root: FoundRoot,
): Promise<readonly FoundCollection[]> {
  const answer = await connection.request({ method: "GET", url: `${root.url}collections/` });
  return readCollections(answer).map((resource) => ({
    url: collectionUrl(root, resource.id),
    root,
    resource,
  }));
}

/**
 * Finds a collection by its id or alias among the roots.
 *
 * @throws TaxiiError; `not-found` where no root has it, `refused` where several have
 */
export async function findCollection(connection: Connection, idOrAlias: string): Promise<FoundCollection> {
  const found: FoundCollection[] = [];
  let hidden: TaxiiError | undefined;
  for (const root of await findRoots(connection)) {
    try {
      const answer = await connection.request({ method: "GET", url: collectionUrl(root, idOrAlias) });
      const resource = collectionIn(readJsonObject(answer));
      found.push({ url: collectionUrl(root, resource.id), root, resource });
    } catch (thrown) {
      if (!isHidden(thrown)) throw thrown;
      hidden = thrown;
    }
  }
  const [first, another] = found;
  if (another !== undefined) {
    throw new TaxiiError(
      "refused",
      "several API roots have such a collection; give the URL of one of the roots",
    );
  }
  if (first !== undefined) return first;
  throw hidden ?? new TaxiiError("not-found", "no API root has such a collection");
}

function collectionUrl(root: FoundRoot, idOrAlias: string): string {
  return `${root.url}collections/${encodeURIComponent(idOrAlias)}/`;
}

function rootUrl(text: string, base: URL): string | undefined {
  if (!URL.canParse(text, base.href)) return undefined;
  const url = new URL(text, base.href);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  if (url.hostname === base.hostname || (isLoopback(url.hostname) && isLoopback(base.hostname))) {
    url.hostname = base.hostname;
    url.protocol = base.protocol;
    url.port = base.port;
  }
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return withSlash(url.href);
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}

/** A root or collection that is there for others. */
function isHidden(thrown: unknown): thrown is TaxiiError {
  return (
    thrown instanceof TaxiiError &&
    ["unauthenticated", "forbidden", "not-found", "not-acceptable"].includes(thrown.code)
  );
}
