/** Largest block of a frame with this window. */
const BLOCK = 64 * 1024;

/** A zstd frame of raw blocks (RFC 8878, section 3.1.1) with a 64 KiB window: packed in form, not in size. */
export function zstdFrame(text: Buffer): Buffer {
  // Descriptor 0: no checksum, no content size; window descriptor 6 << 3: 2^16 bytes.
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x30])];
  for (let at = 0; at === 0 || at < text.length; at += BLOCK) {
    const block = text.subarray(at, at + BLOCK);
    const last = at + BLOCK >= text.length ? 1 : 0;
    const header = (block.length << 3) | last;
    parts.push(Buffer.from([header & 255, (header >> 8) & 255, header >> 16]), block);
  }
  return Buffer.concat(parts);
}
