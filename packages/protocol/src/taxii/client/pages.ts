import { createHash } from "node:crypto";
import type { Filters } from "../filters.ts";
import { DATE_ADDED_LAST } from "../resources.ts";
import { parseTimestamp } from "../../stix/timestamp.ts";
import { askForPage } from "./ask-for-page.ts";
import type { Answer, Connection } from "./connection.ts";
import { positionAfter, withoutNext, type PageFacts, type PagePosition } from "./page-position.ts";
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
 * for its position. Never loops: a page that comes again, dates that do not rise, or many empty pages end it. A `next`
 * alone may come again: medallion gives one for all pages of a question.
 *
 * @throws TaxiiError; `stuck` where the server's pages do not go on
 */
export async function* readPages<Row>(paging: Paging<Row>): AsyncGenerator<Page<Row>, void> {
  const seen = new Set<string>();
  let position = paging.position;
  let before: ReadonlySet<string> = new Set();
  let empty = 0;
  for (let first = true; ; first = false) {
    const { answer, asked } = await askForPage(paging, position, first ? "resumed" : "followed");
    if (answer.status === 304) {
      yield { rows: [], position: asked, more: false };
      return;
    }
    const page = paging.read(answer);
    const facts = factsOf(answer, page);
    const { more, ...after } = positionAfter(asked, facts);
    const keys = page.rows.map(paging.keyOf);
    empty = keys.length === 0 ? empty + 1 : 0;
    const print = fingerprint([after.next ?? "", ...keys]);
    if (more && (seen.has(print) || empty > MOST_EMPTY_PAGES)) {
      throw new TaxiiError(
        "stuck",
        "the server's next leads round in a circle or nowhere; tell its operator",
      );
    }
    seen.add(print);
    yield { rows: fresh(page.rows, { keys, before, asked, facts }), position: lasting(after, asked), more };
    if (!more) return;
    before = new Set(keys);
    position = after;
  }
}

/** Rows that the page before did not have: a server whose `added_after` includes that very time sends some again. */
function fresh<Row>(
  rows: readonly Row[],
  {
    keys,
    before,
    asked,
    facts,
  }: {
    readonly keys: readonly string[];
    readonly before: ReadonlySet<string>;
    readonly asked: PagePosition;
    readonly facts: PageFacts;
  },
): readonly Row[] {
  const { addedAfter, next } = asked;
  if (addedAfter !== undefined && facts.lastAdded !== undefined && facts.lastAdded <= addedAfter) return [];
  return next === undefined ? rows.filter((_, at) => !before.has(keys[at] ?? "")) : rows;
}

/** A UUID as `next` is the name of something that the server remembers, not a place. */
const REMEMBERED = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * The position to keep. Where `next` only names a list that the server remembers and works off, asking with it again
 * would skip the page that was lost; then the date is the surer place.
 */
function lasting(after: PagePosition, asked: PagePosition): PagePosition {
  const { next, lastAdded } = after;
  const remembered = next !== undefined && (next === asked.next || REMEMBERED.test(next));
  return remembered && lastAdded !== undefined ? withoutNext(after) : after;
}

function factsOf<Row>({ status, headers }: Answer, page: ReadPage<Row>): PageFacts {
  return {
    rows: page.rows.length,
    more: page.more || status === 206,
    next: page.next,
    lastAdded: page.lastAdded ?? dateOf(headers.get(DATE_ADDED_LAST)),
    answeredAt: dateHeader(headers.get("date")),
    etag: headers.get("etag") ?? undefined,
  };
}

function fingerprint(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${String(part.length)}:`).update(part);
  return hash.digest("base64url");
}

function dateOf(text: string | null): number | undefined {
  return text === null ? undefined : parseTimestamp(text);
}

function dateHeader(text: string | null): number | undefined {
  const milliseconds = text === null || text.length > 40 ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds * 1000;
}
