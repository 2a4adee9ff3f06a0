/** A character of white space: tab, line feed, vertical tab, form feed, carriage return, blank. */
export function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Whether a line holds nothing but white space. One of NUL bytes is not blank: a crash has left it instead of requests. */
export function isBlank(line: Uint8Array): boolean {
  return line.every(isWhiteSpace);
}
