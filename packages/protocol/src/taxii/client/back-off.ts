/** How long and how often a client tries again. */
export interface Patience {
  /** Requests for one thing, the first counted. */
  readonly attempts: number;
  /** Longest wait that a server may ask for, in seconds; it is an error beyond that. */
  readonly longestWaitSeconds: number;
}

export const DEFAULT_PATIENCE: Patience = { attempts: 6, longestWaitSeconds: 300 };

const FIRST_MILLISECONDS = 500;
const MOST_MILLISECONDS = 30_000;

/**
 * Milliseconds to wait before the next attempt: what the server asked for, else a random part of a span that doubles
 * from half a second to 30 seconds ("full jitter", so that clients that failed together do not return together). What
 * the server asked for is lengthened by up to a tenth for the same reason.
 *
 * @param attempt - attempts made so far, from 1
 * @param random - from 0 up to, not including, 1
 */
export function waitMilliseconds({
  attempt,
  retryAfterSeconds,
  random,
}: {
  readonly attempt: number;
  readonly retryAfterSeconds: number | undefined;
  readonly random: () => number;
}): number {
  if (retryAfterSeconds !== undefined) return Math.ceil(retryAfterSeconds * 1000 * (1 + random() / 10));
  return Math.ceil(
    Math.min(MOST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** Math.min(attempt - 1, 30)) * random(),
  );
}

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.
 *
 * @param nowMs - epoch milliseconds
 * @returns seconds from now, from 0; undefined where it is absent or malformed
 */
export function retryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  // Date.parse takes much more than an HTTP date; what it makes of it is harmless.
  const date = header.length > 40 || !header.endsWith("GMT") ? Number.NaN : Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - nowMs) / 1000));
}
