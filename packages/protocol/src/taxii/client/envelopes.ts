/** Objects in one envelope: a server may have to say something about each. */
const MOST_OBJECTS = 1000;

const HEAD = '{"objects":[';
const TAIL = "]}";

/**
 * Deals objects out to envelopes, in order, so that each body is below `mostBytes` (section 4.2.1 promises to take what
 * is smaller than the limit).
 */
export function envelopesOf<Text extends { readonly text: string }>(
  objects: readonly Text[],
  mostBytes: number,
): { readonly envelopes: readonly (readonly Text[])[]; readonly oversized: readonly Text[] } {
  const envelopes: Text[][] = [];
  const oversized: Text[] = [];
  const frame = HEAD.length + TAIL.length;
  let open: Text[] = [];
  let bytes = frame;
  for (const object of objects) {
    // One more for the comma before it.
    const size = Buffer.byteLength(object.text, "utf8") + 1;
    if (frame + size - 1 >= mostBytes) {
      oversized.push(object);
      continue;
    }
    if (open.length === MOST_OBJECTS || (open.length > 0 && bytes + size >= mostBytes)) {
      envelopes.push(open);
      open = [];
      bytes = frame;
    }
    open.push(object);
    bytes += size;
  }
  if (open.length > 0) envelopes.push(open);
  return { envelopes, oversized };
}

/** The body of an envelope: the texts as they are, joined. */
export function bodyOf(objects: readonly { readonly text: string }[]): string {
  return HEAD + objects.map(({ text }) => text).join(",") + TAIL;
}
