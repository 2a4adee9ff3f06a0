import { isUtf8 } from "node:buffer";
import type { JsonRefusal, JsonRefusalCode } from "./json-refusal.ts";
import { BACKSLASH, endOfNumber, endOfString, endOfWord, QUOTE, type TokenProblem } from "./json-tokens.ts";
import { offsetOfInvalidUtf8 } from "./utf8.ts";

export interface JsonLimits {
  /** Size of the whole input in bytes. */
  readonly maxBytes: number;
  /** How many arrays and objects may stand inside one another, the outermost counted. */
  readonly maxDepth: number;
}

export interface ScanOptions {
  readonly limits: JsonLimits;
  /** Name of the one member of the outermost object whose array is to be told apart, element by element. */
  readonly elementsOf?: string;
  /** How many such elements there may be. */
  readonly maxElements?: number;
}

/** A stretch of the input in bytes: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface JsonScan {
  readonly kind: "scanned";
  /** Whether the value is an object. */
  readonly isObject: boolean;
  /** Members of the outermost object by their unescaped name: where each value stands. Empty for another value. */
  readonly members: ReadonlyMap<string, Span>;
  /** Elements of the array named by `elementsOf`; undefined where there is no such array. */
  readonly elements: readonly Span[] | undefined;
}

/**
 * Reads bytes once from front to back and says whether they are strict JSON: UTF-8 (RFC 3629) without byte order
 * mark, the grammar of RFC 8259, and I-JSON's rules (RFC 7493 section 2). It keeps its own stack, so depth costs no
 * call stack, and takes time linear in the input. Nothing is decoded but names.
 */
export function scanJson(bytes: Uint8Array, options: ScanOptions): JsonScan | JsonRefusal {
  if (bytes.byteLength > options.limits.maxBytes) {
    return refusal({
      code: "too-large",
      offset: options.limits.maxBytes,
      path: "",
      message: `The input is larger than ${options.limits.maxBytes} bytes. Send it in smaller parts.`,
    });
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isUtf8(buffer)) {
    return refusal({
      code: "invalid-utf8",
      offset: offsetOfInvalidUtf8(buffer),
      path: "",
      message: "The input is not valid UTF-8 at this offset. Encode it as UTF-8 (RFC 3629).",
    });
  }
  return new Scanner(buffer, options).run();
}

const IN_OBJECT = 1;
const IN_ARRAY = 2;

const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SMALL_T = 0x74;
const SMALL_F = 0x66;
const SMALL_N = 0x6e;

/** Names of an object are compared one by one up to this many, then by a set. */
const FEW_NAMES = 8;

/** State of one scan: position and the stack of open arrays and objects. Lives for one call of `run`. */
class Scanner {
  readonly #bytes: Buffer;
  readonly #options: ScanOptions;
  #position = 0;
  #depth = 0;
  readonly #kinds: Uint8Array;
  /** By depth: the index of the array element that is being read. */
  readonly #indexes: Int32Array;
  /** By depth: the names read so far in the open object; the last is being read. */
  readonly #names: string[][] = [];
  /** By depth: the same names, once there are many. */
  readonly #nameSets: (Set<string> | undefined)[] = [];
  #refusal: JsonRefusal | undefined;
  readonly #members = new Map<string, Span>();
  #elements: Span[] | undefined;
  #memberStart = 0;
  #elementStart = 0;
  #inElements = false;

  constructor(bytes: Buffer, options: ScanOptions) {
    this.#bytes = bytes;
    this.#options = options;
    this.#kinds = new Uint8Array(options.limits.maxDepth + 1);
    this.#indexes = new Int32Array(options.limits.maxDepth + 1);
  }

  run(): JsonScan | JsonRefusal {
    this.#skipSpace();
    const isObject = this.#bytes[this.#position] === OPEN_OBJECT;
    let more = true;
    while (more && this.#refusal === undefined) {
      if (this.#beginValue()) more = this.#endValues();
    }
    if (this.#refusal === undefined && this.#position < this.#bytes.length) {
      this.#malformed("Something follows the end of the JSON value. Send one value only.");
    }
    return this.#refusal ?? { kind: "scanned", isObject, members: this.#members, elements: this.#elements };
  }

  /** Reads a value, or opens an array or object that has content. True when a value is complete. */
  #beginValue(): boolean {
    if (this.#depth === 1 && this.#kinds[1] === IN_OBJECT) this.#memberStart = this.#position;
    if (this.#depth === 2 && this.#inElements && !this.#beginElement()) return false;
    const byte = this.#bytes[this.#position];
    switch (byte) {
      case QUOTE:
        return this.#pass(endOfString(this.#bytes, this.#position));
      case OPEN_OBJECT:
        return this.#open(IN_OBJECT, CLOSE_OBJECT);
      case OPEN_ARRAY:
        return this.#open(IN_ARRAY, CLOSE_ARRAY);
      case SMALL_T:
      case SMALL_F:
      case SMALL_N:
        return this.#pass(endOfWord(this.#bytes, this.#position));
      default:
        return this.#pass(endOfNumber(this.#bytes, this.#position));
    }
  }

  /** Goes on after a token, or stops at what is wrong with it. */
  #pass(end: number | TokenProblem): boolean {
    if (typeof end === "number") {
      this.#position = end;
      return true;
    }
    this.#position = end.offset;
    return this.#refuse(end.code, end.message);
  }

  /** After a complete value: closes what ends here. True when another value follows. */
  #endValues(): boolean {
    for (;;) {
      if (this.#depth === 2 && this.#inElements) {
        this.#elements?.push({ start: this.#elementStart, end: this.#position });
      } else if (this.#depth === 1 && this.#kinds[1] === IN_OBJECT) {
        this.#members.set(lastOf(this.#names[1]), { start: this.#memberStart, end: this.#position });
        this.#inElements = false;
      }
      this.#skipSpace();
      if (this.#depth === 0) return false;
      const byte = this.#bytes[this.#position];
      const isObject = this.#kinds[this.#depth] === IN_OBJECT;
      if (byte === COMMA) {
        this.#position += 1;
        this.#skipSpace();
        if (isObject) return this.#readName();
        this.#indexes[this.#depth]! += 1;
        return true;
      }
      if (byte !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        return this.#malformed(`A comma or the end of the ${isObject ? "object" : "array"} is missing here.`);
      }
      this.#position += 1;
      this.#depth -= 1;
    }
  }

  #open(kind: number, closing: number): boolean {
    if (this.#depth === this.#options.limits.maxDepth) {
      return this.#refuse(
        "too-deep",
        `More than ${this.#options.limits.maxDepth} arrays and objects stand inside one another. Flatten it.`,
      );
    }
    this.#depth += 1;
    this.#kinds[this.#depth] = kind;
    if (kind === IN_OBJECT) {
      this.#names[this.#depth] = [];
      this.#nameSets[this.#depth] = undefined;
    } else {
      this.#indexes[this.#depth] = 0;
      if (this.#depth === 2 && this.#kinds[1] === IN_OBJECT && this.#options.elementsOf !== undefined) {
        this.#inElements = lastOf(this.#names[1]) === this.#options.elementsOf;
        if (this.#inElements) this.#elements = [];
      }
    }
    this.#position += 1;
    this.#skipSpace();
    if (this.#bytes[this.#position] === closing) {
      this.#position += 1;
      this.#depth -= 1;
      return true;
    }
    if (kind === IN_OBJECT) this.#readName();
    return false;
  }

  #beginElement(): boolean {
    this.#elementStart = this.#position;
    const { maxElements } = this.#options;
    if (maxElements === undefined || (this.#elements?.length ?? 0) < maxElements) return true;
    return this.#refuse(
      "too-many-objects",
      `There are more than ${maxElements} objects. Send fewer at a time.`,
    );
  }

  /** Reads a member's name and the colon. True when its value may follow. */
  #readName(): boolean {
    const start = this.#position;
    if (this.#bytes[start] !== QUOTE) return this.#malformed("A name in double quotes is missing here.");
    if (!this.#pass(endOfString(this.#bytes, start))) return false;
    if (!this.#keepName(this.#nameAt(start, this.#position))) return false;
    this.#skipSpace();
    if (this.#bytes[this.#position] !== COLON) return this.#malformed("A colon is missing after the name.");
    this.#position += 1;
    this.#skipSpace();
    return true;
  }

  #keepName(name: string): boolean {
    const names = this.#names[this.#depth]!;
    let isNew: boolean;
    if (names.length < FEW_NAMES) {
      isNew = !names.includes(name);
    } else {
      const set = (this.#nameSets[this.#depth] ??= new Set(names));
      isNew = !set.has(name);
      set.add(name);
    }
    names.push(name);
    if (isNew) return true;
    return this.#refuse("duplicate-key", "An object has this name twice. Keep one of them.");
  }

  #nameAt(start: number, end: number): string {
    const inside = this.#bytes.subarray(start + 1, end - 1);
    if (!inside.includes(BACKSLASH)) return inside.toString("utf8");
    return JSON.parse(this.#bytes.toString("utf8", start, end)) as string;
  }

  #skipSpace(): void {
    const bytes = this.#bytes;
    let byte = bytes[this.#position];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      this.#position += 1;
      byte = bytes[this.#position];
    }
  }

  #malformed(message: string): false {
    return this.#refuse("malformed", message);
  }

  #refuse(code: JsonRefusalCode, message: string): false {
    this.#refusal = refusal({ code, offset: this.#position, path: this.#path(), message });
    return false;
  }

  /** Where the scan stands, as a JSON pointer. */
  #path(): string {
    let path = "";
    for (let depth = 1; depth <= this.#depth && path.length < MAX_PATH_CHARACTERS; depth += 1) {
      const name = this.#kinds[depth] === IN_OBJECT ? this.#names[depth]?.at(-1) : this.#indexes[depth];
      if (name !== undefined) path += `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
    }
    return path.slice(0, MAX_PATH_CHARACTERS);
  }
}

const MAX_PATH_CHARACTERS = 200;

function refusal(parts: Omit<JsonRefusal, "kind">): JsonRefusal {
  return { kind: "refused", ...parts };
}

function lastOf(names: readonly string[] | undefined): string {
  return names?.at(-1) ?? "";
}
