import type { Filters } from "../filters.ts";
import { formatFilters } from "../format-filters.ts";
import { DATE_ADDED_LAST } from "../resources.ts";
import { parseTimestamp } from "../../stix/timestamp.ts";
import type { Answer, Connection } from "./connection.ts";
import { positionAfter, withoutNext, type PagePosition } from "./page-position.ts";
import { TaxiiError } from "./taxii-error.ts";

/** Filters that a reader chooses; where to begin is the position's matter. */
export type PageFilters = Partial<Omit<Filters, "addedAfter" | "next">>;

export interface PageQuery {
  readonly filters?: PageFilters;
  /** The beginning where absent. */
  readonly position?: PagePosition;
}

/** Some rows, and where to go on once they are stored. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly position: PagePosition;
  /** Whether the server has more; the position of the last page is where the next poll begins. */
  readonly more: boolean;
}

/** What the body of an answer says. */
export interface ReadPage<Row> {
  readonly rows: readonly Row[];
  readonly more: boolean;
  readonly next: string | undefined;
  /** Date of the last row, where the rows tell it themselves. */
  readonly lastAdded?: number | undefined;
}

export interface Paging<Row> {
  readonly connection: Connection;
  /** Of the resource, without a query. */
  readonly url: string;
  readonly filters: PageFilters;
  readonly position: PagePosition;
  readonly read: (answer: Answer) => ReadPage<Row>;
  /** Two rows with one key are the same row. */
  readonly keyOf: (row: Row) => string;
}

/** So many pages without a row and with another `next` each are a server that leads nowhere. */
const MOST_EMPTY_PAGES = 100;

/**
 * Reads page after page; one request each, and at least one. Every page is given out, the last and empty ones as well,
 * for its position. Never loops: a `next` that came before, dates that do not rise, or many empty pages end it.
 *
 * @throws TaxiiError; `stuck` where the server's pages do not go on
 */
export async function* readPages<Row>(paging: Paging<Row>): AsyncGenerator<Page<Row>, void> {
  const { keyOf } = paging;
  const followed = new Set<string>();
  let position = paging.position;
  let before: ReadonlySet<string> = new Set();
  let empty = 0;
  for (let first = true; ; first = false) {
    const found = await ask(paging, position, first);
    position = found.asked;
    const { answer } = found;
    if (answer.status === 304) {
      yield { rows: [], position, more: false };
      return;
    }
    const page = paging.read(answer);
    const lastAdded = page.lastAdded ?? dateOf(answer.headers.get(DATE_ADDED_LAST));
    // A server whose added_after includes that very time sends again what was read.
    const again =
      lastAdded !== undefined && position.addedAfter !== undefined && lastAdded <= position.addedAfter;
    const byDate = position.next === undefined;
    const rows = again ? [] : byDate ? page.rows.filter((row) => !before.has(keyOf(row))) : page.rows;
    before = new Set(page.rows.map(keyOf));
    const { more, ...after } = positionAfter(position, {
      rows: page.rows.length,
      more: page.more || answer.status === 206,
      next: page.next,
      lastAdded,
      answeredAt: dateHeader(answer.headers.get("date")),
      etag: answer.headers.get("etag") ?? undefined,
    });
    empty = rows.length === 0 ? empty + 1 : 0;
    if (after.next !== undefined && (followed.has(after.next) || empty > MOST_EMPTY_PAGES)) {
      // What has been read is worth keeping before the error.
      if (rows.length > 0) yield { rows, position: withoutNext({ ...after, next: undefined }), more };
      throw new TaxiiError(
        "stuck",
        "the server's next leads round in a circle or nowhere; tell its operator",
      );
    }
    if (after.next !== undefined) followed.add(after.next);
    yield { rows, position: after, more };
    if (!more) return;
    position = after;
  }
}

interface Asked {
  readonly answer: Answer;
  /** The position that was asked from in the end. */
  readonly asked: PagePosition;
}

async function ask<Row>(paging: Paging<Row>, position: PagePosition, first: boolean): Promise<Asked> {
  try {
    return { answer: await request(paging, position), asked: position };
  } catch (thrown) {
    const forgotten =
      thrown instanceof TaxiiError && (thrown.code === "refused" || thrown.code === "not-found");
    const known = first || position.lastAdded !== undefined;
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

function dateOf(text: string | null): number | undefined {
  return text === null ? undefined : parseTimestamp(text);
}

function dateHeader(text: string | null): number | undefined {
  const milliseconds = text === null || text.length > 40 ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds * 1000;
}
