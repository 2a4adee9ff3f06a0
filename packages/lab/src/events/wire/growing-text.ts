/** Longest text that is assembled from a stream, in UTF-16 units; what comes after is left out. */
const MAX_TEXT = 16 * 1024 * 1024;

/** Texts of one response's blocks, grown piece by piece and bounded in all. */
export class GrowingText {
  readonly #blocks: Map<string, string> = new Map<string, string>();
  #length = 0;

  append(block: string, piece: unknown): void {
    if (typeof piece !== "string" || piece === "" || this.#length + piece.length > MAX_TEXT) return;
    this.#length += piece.length;
    this.#blocks.set(block, (this.#blocks.get(block) ?? "") + piece);
  }

  /** Blocks in the order of their first piece. */
  texts(): readonly string[] {
    return [...this.#blocks.values()];
  }
}
