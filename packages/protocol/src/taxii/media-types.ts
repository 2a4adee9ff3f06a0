import { parseMediaRanges, type MediaRange } from "./media-range.ts";

/** Media type of every TAXII 2.1 request and answer (section 1.6.8). */
export const TAXII_MEDIA_TYPE = "application/taxii+json;version=2.1";

/** Media type of STIX 2.1 objects in a collection. */
export const STIX_MEDIA_TYPE = "application/stix+json;version=2.1";

/**
 * Whether an answer in TAXII 2.1 satisfies an `Accept` header (RFC 9110, section 12.5.1): the most specific range that
 * covers it decides, and quality 0 forbids. `application/taxii+json` without a version is the latest, so 2.1.
 *
 * An absent or empty header covers nothing: TAXII asks for one with a TAXII range (section 3.1), but a server may be
 * lenient, so a range for anything is enough here.
 */
export function acceptsTaxii(accept: string | undefined): boolean {
  const ranges = accept === undefined ? [] : parseMediaRanges(accept);
  let best = { specificity: 0, quality: 0 };
  for (const range of ranges) {
    const specificity = specificityOf(range);
    // Of equals, the more willing: a client that repeats itself wants the answer.
    if (
      specificity > best.specificity ||
      (specificity === best.specificity && range.quality > best.quality)
    ) {
      best = { specificity, quality: range.quality };
    }
  }
  return best.specificity > 0 && best.quality > 0;
}

/** Whether a `Content-Type` header says TAXII 2.1, with or without its version. */
export function isTaxiiContent(contentType: string | undefined): boolean {
  const [range, another] = contentType === undefined ? [] : parseMediaRanges(contentType);
  return range !== undefined && another === undefined && specificityOf(range) >= 3;
}

/** How closely a range describes TAXII 2.1; 0 where it is something else. */
function specificityOf({ type, subtype, parameters }: MediaRange): 0 | 1 | 2 | 3 | 4 {
  if (type === "*" && subtype === "*") return 1;
  if (type !== "application") return 0;
  if (subtype === "*") return 2;
  if (subtype !== "taxii+json") return 0;
  const version = parameters.get("version");
  if (version === undefined) return 3;
  return version === "2.1" ? 4 : 0;
}
