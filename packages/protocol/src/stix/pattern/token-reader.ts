import type { Token, TokenKind } from "./pattern-tokens.ts";

/** Leaves the descent from any depth; `checkPattern` turns it into a result. */
export class NotAPattern extends Error {
  readonly offset: number;

  constructor(token: Token, message: string) {
    super(message);
    this.offset = token.offset;
  }
}

/** The place in the tokens that the descent has reached. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get here(): Token {
    // The token "end" is never passed.
    return this.#tokens[this.#index]!;
  }

  isAt(...texts: readonly string[]): boolean {
    const { kind, text } = this.here;
    return (kind === "symbol" || kind === "keyword") && texts.includes(text);
  }

  /** Passes a keyword or symbol if it stands here. */
  passes(...texts: readonly string[]): boolean {
    if (!this.isAt(...texts)) return false;
    this.#index += 1;
    return true;
  }

  expect(text: string, message: string): void {
    if (!this.passes(text)) throw new NotAPattern(this.here, message);
  }

  take(kind: TokenKind | readonly TokenKind[], message: string): Token {
    const token = this.here;
    if (!(typeof kind === "string" ? kind === token.kind : kind.includes(token.kind))) {
      throw new NotAPattern(token, message);
    }
    if (token.kind !== "end") this.#index += 1;
    return token;
  }
}
