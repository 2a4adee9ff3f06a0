import { HubError } from "../hub-error.ts";

/**
 * Reads a request's body, as long as it stays within a limit: what declares itself longer is refused unread, what lies
 * about it is refused at the byte too many.
 *
 * @throws HubError `too-large`; `bad-request` for a `Content-Length` that is none or a body that breaks off;
 * `unsupported-media-type` for a compressed body
 */
export async function readBody(request: Request, mostBytes: number): Promise<Uint8Array> {
  const encoding = request.headers.get("Content-Encoding");
  if (encoding !== null && encoding !== "identity") {
    throw new HubError("unsupported-media-type", "Send the body uncompressed.");
  }
  const declared = request.headers.get("Content-Length");
  if (declared !== null) {
    if (!/^\d{1,15}$/.test(declared)) throw new HubError("bad-request", "The Content-Length is no number.");
    if (Number(declared) > mostBytes) throw tooLarge(mostBytes);
  }
  if (request.body === null) return new Uint8Array(0);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      bytes += piece.value.byteLength;
      if (bytes > mostBytes) throw tooLarge(mostBytes);
      pieces.push(piece.value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    if (error instanceof HubError) throw error;
    throw new HubError("bad-request", "The body broke off before its end.", { cause: error });
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

function tooLarge(mostBytes: number): HubError {
  return new HubError(
    "too-large",
    `A request may have ${mostBytes} bytes here (max_content_length of the API root). Split the envelope.`,
  );
}
