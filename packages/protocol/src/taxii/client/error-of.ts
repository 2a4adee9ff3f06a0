import { TaxiiError, type TaxiiErrorCode } from "./taxii-error.ts";

const LONGEST_SAID = 300;
/** An error message that is longer is not looked into. */
const MOST_ERROR_BYTES = 65_536;

/** Turns an answer of the 300s, 400s or 500s into an error. @param place - server and path */
export function errorOf({
  status,
  bytes,
  place,
  blot,
}: {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly place: string;
  readonly blot: ((text: string) => string) | undefined;
}): TaxiiError {
  const [code, advice] = meaningOf(status);
  const said = saidBy(bytes);
  return new TaxiiError(code, `${place} answers ${String(status)}: ${advice}`, {
    said: said === undefined ? undefined : cut((blot ?? ((text) => text))(said)),
  });
}

function meaningOf(status: number): readonly [TaxiiErrorCode, string] {
  switch (status) {
    case 401:
      return [
        "unauthenticated",
        "it does not know this key or password; check it, and whether it has expired",
      ];
    case 403:
      return ["forbidden", "these credentials may not do this; ask the operator, or use another key"];
    case 404:
      return ["not-found", "there is no such thing, or these credentials may not see it; check URL and id"];
    case 406:
      return ["not-acceptable", "it does not speak TAXII 2.1 there; check the URL"];
    case 413:
      return ["too-large", "the request is larger than it takes; send fewer objects at a time"];
    case 415:
      return ["unsupported-media-type", "it does not take TAXII 2.1 there; check the URL"];
    case 429:
    case 503:
      return ["busy", "it is busy; try again later"];
  }
  if (status >= 500) return ["server-failed", "it has a fault; try again later, then tell its operator"];
  return ["refused", "it refuses the request; check what was asked"];
}

/** Title and description of a TAXII error message (section 3.6.1), or of what resembles one. */
function saidBy(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.length > MOST_ERROR_BYTES) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    // A proxy's HTML page helps nobody; the status says enough.
    return undefined;
  }
  if (typeof body !== "object" || body === null) return undefined;
  const { title, description } = body as Record<string, unknown>;
  const parts = [title, description].filter(
    (part): part is string => typeof part === "string" && part !== "",
  );
  return parts.length === 0 ? undefined : parts.join(": ");
}

function cut(text: string): string {
  return text.length <= LONGEST_SAID ? text : `${text.slice(0, LONGEST_SAID - 1)}…`;
}
