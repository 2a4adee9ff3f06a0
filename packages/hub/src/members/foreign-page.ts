import { HubError } from "../hub-error.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses changes that a page of another site made a browser ask for (cross-site request forgery). Browsers send
 * sessions, certificates and remembered passwords along by themselves, and say in `Origin` (Fetch standard §3.1) and
 * `Sec-Fetch-Site` (W3C Fetch Metadata §2.3) who asks; programs say neither, and have no session.
 *
 * @throws HubError `forbidden`
 */
export function refuseForeignPage(
  facts: {
    readonly method: string;
    readonly origin: string | undefined;
    readonly fetchSite: string | undefined;
  },
  expected: { readonly ownOrigin: string; readonly session: boolean },
): void {
  if (SAFE_METHODS.has(facts.method)) return;
  const foreign =
    (facts.origin !== undefined && facts.origin !== expected.ownOrigin) ||
    facts.fetchSite === "cross-site" ||
    facts.fetchSite === "same-site";
  if (foreign) {
    throw new HubError(
      "forbidden",
      "a page of another site may not change anything here; use the hub's own address",
    );
  }
  if (expected.session && facts.origin === undefined && facts.fetchSite !== "same-origin") {
    throw new HubError(
      "forbidden",
      "with a session, a change needs the Origin header; programs use an API key instead",
    );
  }
}
