import { TAXII_MEDIA_TYPE } from "../media-types.ts";
import type { ConnectionOptions, TaxiiRequest } from "./connection.ts";
import type { HeldCredentials } from "./credentials.ts";
import { placeOf } from "./server-url.ts";
import { TaxiiError } from "./taxii-error.ts";

export interface Sender {
  readonly options: ConnectionOptions;
  /** The server that a person gave. */
  readonly base: URL;
  readonly credentials: HeldCredentials | undefined;
}

const MOST_REDIRECTS = 5;

/**
 * Sends a request once. Follows redirects within the origin, where the method allows; credentials never leave the
 * server's origin.
 *
 * @throws TaxiiError `redirected`; whatever `fetch` throws
 */
export async function sendAndFollow(
  request: TaxiiRequest,
  { options, base, credentials }: Sender,
): Promise<Response> {
  let url = new URL(request.url);
  for (let redirects = 0; ; redirects++) {
    const headers: Record<string, string> = {
      Accept: TAXII_MEDIA_TYPE,
      "User-Agent": options.userAgent,
      ...(request.body === undefined ? {} : { "Content-Type": TAXII_MEDIA_TYPE }),
      ...request.headers,
    };
    if (credentials !== undefined && url.origin === base.origin)
      headers["Authorization"] = credentials.header();
    const response = await options.fetch(url.href, {
      method: request.method,
      headers,
      redirect: "manual",
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const location = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    // An unread body would hold its connection.
    await response.body?.cancel();
    const target = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
    const keepsMethod = request.method === "GET" || response.status >= 307;
    if (
      target === undefined ||
      redirects === MOST_REDIRECTS ||
      !keepsMethod ||
      target.origin !== url.origin
    ) {
      throw new TaxiiError(
        "redirected",
        target === undefined || target.origin === url.origin
          ? `${placeOf(request.url)} redirects in a way that cannot be followed; check the URL`
          : `${placeOf(request.url)} redirects to ${target.origin}; if that is the server you mean, give its URL`,
      );
    }
    url = target;
  }
}
