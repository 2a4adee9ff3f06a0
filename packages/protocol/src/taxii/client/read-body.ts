import { TaxiiError } from "./taxii-error.ts";

/**
 * Reads the body of an answer, but never more than `most` bytes of it.
 *
 * @param place - server and path, for the error
 * @throws TaxiiError `answer-too-large`
 */
export async function readBody(response: Response, most: number, place: string): Promise<Uint8Array> {
  const told = Number(response.headers.get("content-length") ?? 0);
  if (told > most) {
    await response.body?.cancel();
    throw tooLarge(most, place);
  }
  if (response.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    length += part.length;
    // Leaving the loop cancels the body.
    if (length > most) throw tooLarge(most, place);
    parts.push(part);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

function tooLarge(most: number, place: string): TaxiiError {
  return new TaxiiError(
    "answer-too-large",
    `${place} answers with more than ${String(most)} bytes; ask for fewer objects at a time`,
  );
}
