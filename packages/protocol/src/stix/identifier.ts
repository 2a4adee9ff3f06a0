import { parseUuid, type Uuid } from "../encoding/uuid.ts";

export interface StixIdentifier {
  readonly type: string;
  readonly uuid: Uuid;
}

/** Takes an identifier (STIX 2.1 section 2.9) apart; undefined where the text is none. */
export function parseIdentifier(text: string): StixIdentifier | undefined {
  if (!isIdentifier(text)) return undefined;
  const uuid = parseUuid(text.slice(-36));
  return uuid === undefined ? undefined : { type: text.slice(0, -38), uuid };
}

/**
 * Whether a text is an identifier, `campaign--…`: a type, two hyphens, a UUID of RFC 9562 of any version; and of one of
 * `types` where they are given.
 */
export function isIdentifier(text: string, types?: readonly string[]): boolean {
  const split = text.length - 38;
  if (split < 1 || text[split] !== "-" || text[split + 1] !== "-") return false;
  const type = text.slice(0, split);
  if (types !== undefined && !types.includes(type)) return false;
  return isTypeName(type) && isUuidOfRfc(text, split + 2);
}

/**
 * Whether a text is a legal name of an object type: 3 to 250 of `a-z`, `0-9` and `-`, beginning with a letter and
 * not ending with a hyphen, no two hyphens together (STIX 2.1 section 2.9 and 3.1).
 */
export function isTypeName(text: string): boolean {
  if (text.length < 3 || text.length > MAX_TYPE_CHARACTERS) return false;
  let previous = 0x2d;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    const isLetter = character >= 0x61 && character <= 0x7a;
    const isDigit = character >= 0x30 && character <= 0x39;
    if (index === 0 && !isLetter) return false;
    if (!isLetter && !isDigit && (character !== 0x2d || previous === 0x2d)) return false;
    previous = character;
  }
  return previous !== 0x2d;
}

/** Whether 36 characters from `start` are a UUID of RFC 9562's variant. */
function isUuidOfRfc(text: string, start: number): boolean {
  const uuid = text.slice(start);
  return uuid.length === 36 && UUID_OF_RFC.test(uuid);
}

/** The most characters that a name of a type may have. */
const MAX_TYPE_CHARACTERS = 250;

const UUID_OF_RFC = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
