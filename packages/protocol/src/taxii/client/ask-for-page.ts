import { formatFilters } from "../format-filters.ts";
import type { Answer } from "./connection.ts";
import { withoutNext, type PagePosition } from "./page-position.ts";
import type { Paging } from "./pages.ts";
import { TaxiiError } from "./taxii-error.ts";

/** An answer, and the position that was asked from in the end. */
export interface Asked {
  readonly answer: Answer;
  readonly asked: PagePosition;
}

/**
 * Asks for the page at a position. Where the server has forgotten its `next`, asks by date instead; a reading that is
 * under way and has no date to go by would begin anew, so there the error stands.
 *
 * @throws TaxiiError
 */
export async function askForPage<Row>(
  paging: Paging<Row>,
  position: PagePosition,
  reached: "resumed" | "followed",
): Promise<Asked> {
  try {
    return { answer: await request(paging, position), asked: position };
  } catch (thrown) {
    const forgotten =
      thrown instanceof TaxiiError && (thrown.code === "refused" || thrown.code === "not-found");
    const known = reached === "resumed" || position.lastAdded !== undefined;
    if (!forgotten || position.next === undefined || !known) throw thrown;
    const asked = withoutNext(position);
    return { answer: await request(paging, asked), asked };
  }
}

function request<Row>(
  { connection, url, filters }: Paging<Row>,
  { addedAfter, next, etag }: PagePosition,
): Promise<Answer> {
  const query = formatFilters({ ...filters, addedAfter, next });
  return connection.request({
    method: "GET",
    url: query === "" ? url : `${url}?${query}`,
    headers: etag === undefined || next !== undefined ? {} : { "If-None-Match": etag },
  });
}
