import { DATE_ADDED_FIRST, DATE_ADDED_LAST, formatTimestamp, TAXII_MEDIA_TYPE } from "@stillwatch/protocol";
import type { PageCursors } from "../collections/page-cursor.ts";
import type { Page, StoredVersion } from "../collections/version-store.ts";
import type { Question } from "./question.ts";

/**
 * Answers with a page: `more`, `next` where there is more, and the rows as finished JSON texts, which are joined and not
 * parsed. An empty page is `{}`, as the standard wants it.
 */
export function pageResponse<Row extends StoredVersion>({
  page,
  listName,
  jsonOf,
  question,
  cursors,
}: {
  readonly page: Page<Row>;
  readonly listName: "objects" | "versions";
  readonly jsonOf: (row: Row) => string;
  readonly question: Question;
  readonly cursors: PageCursors;
}): Response {
  const headers = new Headers({ "Content-Type": TAXII_MEDIA_TYPE, ...pageHeaders(page, question, cursors) });
  const last = page.rows.at(-1);
  if (last === undefined) return new Response("{}", { headers });
  const next = page.more ? `,"next":${JSON.stringify(cursors.seal(question.digest, last.position))}` : "";
  return new Response(
    `{"more":${page.more}${next},"${listName}":[${page.rows.map((row) => jsonOf(row)).join(",")}]}`,
    { headers },
  );
}

/** 304 for a client that has this very page already; undefined where it has not. */
export function notModified(
  page: Page<StoredVersion>,
  {
    question,
    cursors,
    ifNoneMatch,
  }: { question: Question; cursors: PageCursors; ifNoneMatch: string | undefined },
): Response | undefined {
  if (ifNoneMatch === undefined) return undefined;
  const headers = pageHeaders(page, question, cursors);
  // A proxy that compressed the answer may have weakened its tag.
  const known = ifNoneMatch.split(",", MOST_TAGS).map((tag) => tag.trim().replace(/^W\//, ""));
  return known.includes(headers.ETag)
    ? new Response(null, { status: 304, headers: { ...headers } })
    : undefined;
}

const MOST_TAGS = 20;

interface PageHeaders extends Readonly<Record<string, string>> {
  readonly ETag: string;
}

function pageHeaders(
  { rows, more }: Page<StoredVersion>,
  { digest }: Question,
  cursors: PageCursors,
): PageHeaders {
  const first = rows[0];
  const last = rows.at(-1);
  return {
    ETag: cursors.tag(digest, { positions: rows.map((row) => row.position), more }),
    // Each use must ask again: rights may have changed, objects may have been recalled.
    "Cache-Control": "private, no-cache",
    Vary: "Authorization, Cookie, Accept",
    ...(first === undefined || last === undefined
      ? {}
      : {
          [DATE_ADDED_FIRST]: formatTimestamp(first.dateAdded),
          [DATE_ADDED_LAST]: formatTimestamp(last.dateAdded),
        }),
  };
}
