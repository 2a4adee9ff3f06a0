import { TaxiiError } from "./taxii-error.ts";

/**
 * Where reading goes on. A client that keeps the position of each page it has stored loses and repeats nothing; an
 * empty one is the beginning. All times are microseconds since 1970 by the server's clock.
 */
export interface PagePosition {
  /** `added_after` of the question whose pages are being read. */
  readonly addedAfter: number | undefined;
  /** The server's own mark of the next page; servers may forget it. */
  readonly next: string | undefined;
  /** When the last row that was read had been added, where the server says so. */
  readonly lastAdded: number | undefined;
  /** When the server answered the first page. */
  readonly startedAt: number | undefined;
  /** Tag of the empty answer at this position, for a poll that costs the server nothing. */
  readonly etag: string | undefined;
}

export const BEGINNING: PagePosition = {
  addedAfter: undefined,
  next: undefined,
  lastAdded: undefined,
  startedAt: undefined,
  etag: undefined,
};

/** What an answer says of its place. */
export interface PageFacts {
  readonly rows: number;
  readonly more: boolean;
  readonly next: string | undefined;
  readonly lastAdded: number | undefined;
  /** The answer's `Date`. */
  readonly answeredAt: number | undefined;
  readonly etag: string | undefined;
}

/** A `Date` has whole seconds, and rows of the second before may still be on their way. */
const CLOCK_MARGIN_MICROSECONDS = 2_000_000;

/**
 * The position after a page. While there is more, the server's `next` is followed; without one, the date of the last
 * row becomes `added_after` (section 3.5). After the last page that date is where the next poll begins; servers that
 * tell no dates are polled from the time of the first page, which repeats a few rows rather than lose one.
 *
 * @throws TaxiiError `stuck` where there is more and no way to get it
 */
export function positionAfter(
  position: PagePosition,
  facts: PageFacts,
): PagePosition & { readonly more: boolean } {
  const startedAt = position.startedAt ?? facts.answeredAt;
  const lastAdded = latest(position.lastAdded, facts.lastAdded);
  if (facts.more && facts.next !== undefined) {
    const { addedAfter } = position;
    return { more: true, addedAfter, next: facts.next, lastAdded, startedAt, etag: undefined };
  }
  if (facts.more && facts.rows > 0) {
    if (facts.lastAdded === undefined) {
      throw new TaxiiError(
        "stuck",
        "the server says that there is more, but gives neither next nor a date to go on",
      );
    }
    if (position.addedAfter !== undefined && facts.lastAdded <= position.addedAfter) {
      throw new TaxiiError("stuck", "the server gives the same page again; ask for more objects at a time");
    }
    return {
      more: true,
      addedAfter: facts.lastAdded,
      next: undefined,
      lastAdded,
      startedAt,
      etag: undefined,
    };
  }
  const read = facts.rows > 0 || position.next !== undefined;
  const undated = read && startedAt !== undefined ? startedAt - CLOCK_MARGIN_MICROSECONDS : undefined;
  const addedAfter = latest(position.addedAfter, lastAdded ?? undated);
  const etag = addedAfter === position.addedAfter && position.next === undefined ? facts.etag : undefined;
  return { more: false, addedAfter, next: undefined, lastAdded: undefined, startedAt: undefined, etag };
}

/** Where to go on when the server has forgotten its `next`: behind the last row, else where the question began. */
export function withoutNext({ addedAfter, lastAdded, startedAt }: PagePosition): PagePosition {
  return { ...BEGINNING, addedAfter: latest(addedAfter, lastAdded), startedAt };
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}
