import { cutText } from "./cut-text.ts";
import { redact } from "./redact.ts";

/** Most characters of an excerpt. */
export const MOST_EXCERPT_CHARACTERS = 300;

/** The beginning of a request's text for a report, redacted. */
export function excerpt(raw: string): string {
  // Redacted beyond the cut first, so that a secret which the cut divides is still recognised.
  return cutText(redact(raw.slice(0, MOST_EXCERPT_CHARACTERS + 2048)).trim(), MOST_EXCERPT_CHARACTERS);
}
