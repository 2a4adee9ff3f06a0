import { BEGINNING, type PagePosition } from "@stillwatch/protocol";
import { z } from "zod";
import { ExchangeError } from "./exchange-error.ts";

/** How far the pulls of one collection have come. It lies beside what was pulled, as `state.json`. */
export interface PullState {
  /** URL of the API root. */
  readonly root: string;
  /** Id of the collection. */
  readonly collection: string;
  readonly title: string;
  readonly position: PagePosition;
  /** Whether the last pull came to the end of what the hub had. */
  readonly complete: boolean;
  /** Files 1 to this hold what was pulled; a file beyond is a leftover. */
  readonly segments: number;
  readonly objects: number;
  /** When the last page was stored, epoch milliseconds. */
  readonly pulledMs: number;
}

const SCHEMA = "stillwatch.exchange.pull-state/1";

const wholeNumber = z.number().int().min(0);
const time = z.number().int().nullable();

const STATE = z.object({
  schema: z.literal(SCHEMA),
  root: z.string(),
  collection: z.string(),
  title: z.string(),
  position: z.object({
    added_after: time,
    next: z.string().nullable(),
    last_added: time,
    started_at: time,
    etag: z.string().nullable(),
  }),
  complete: z.boolean(),
  segments: wholeNumber,
  objects: wholeNumber,
  pulled_ms: wholeNumber,
});

/** The state as text. Times of the position are microseconds since 1970 by the hub's clock. */
export function formatState(state: PullState): string {
  const { position, pulledMs, ...rest } = state;
  const content: z.infer<typeof STATE> = {
    schema: SCHEMA,
    ...rest,
    position: {
      added_after: position.addedAfter ?? null,
      next: position.next ?? null,
      last_added: position.lastAdded ?? null,
      started_at: position.startedAt ?? null,
      etag: position.etag ?? null,
    },
    pulled_ms: pulledMs,
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** @param path - for the error @throws ExchangeError `bad-state` */
export function parseState(text: string, path: string): PullState {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = undefined;
  }
  const read = STATE.safeParse(content);
  if (!read.success) {
    throw new ExchangeError(
      "bad-state",
      `${path}: this is not the state of a pull of this version; pull into another folder, or move this one away to begin anew`,
    );
  }
  const { position, pulled_ms, schema: _, ...rest } = read.data;
  return {
    ...rest,
    position: {
      ...BEGINNING,
      addedAfter: position.added_after ?? undefined,
      next: position.next ?? undefined,
      lastAdded: position.last_added ?? undefined,
      startedAt: position.started_at ?? undefined,
      etag: position.etag ?? undefined,
    },
    pulledMs: pulled_ms,
  };
}
