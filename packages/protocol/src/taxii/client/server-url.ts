import { TaxiiError } from "./taxii-error.ts";

/**
 * The URL that a person gave for a server.
 *
 * @param secret - whether credentials would go there
 * @throws TaxiiError `bad-url`
 */
export function usableUrl(text: string, secret: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new TaxiiError("bad-url", "the URL of the server must be as https://hub.example.org/");
  }
  if (url.username !== "" || url.password !== "") {
    throw new TaxiiError("bad-url", "the URL of the server must not hold a user name or password");
  }
  if (secret && url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new TaxiiError(
      "bad-url",
      `credentials would go to ${url.host} unencrypted; use https, TAXII has no other transport`,
    );
  }
  return url;
}

/** Whether a host name of a URL is this machine itself. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** Server and path, without the query: it may hold ids. */
export function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.length > 200 ? `${pathname.slice(0, 200)}…` : pathname}`;
}
