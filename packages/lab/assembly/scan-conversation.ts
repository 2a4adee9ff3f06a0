import { addUserTurn, Field, setString } from "./fields";
import {
  close,
  firstElement,
  firstMember,
  goesOn,
  isNull,
  nextElement,
  nextMember,
  readString,
  skipValue,
  textLen,
  textPtr,
} from "./json";
import { addPiece, addString, addText, clearText, textAddress, textLength } from "./scan-text";
import { hasKey, keyBit, keyWord, readKey, readWord, valueWord, Word } from "./words";

/** Text outside of the messages: `system`, `instructions`, `systemInstruction`. */
export const outerSystem: usize = memory.data(8, 16);
/** What the model showed as its answer. */
export const responseText: usize = memory.data(8, 16);
/** Text of the messages of role system or developer. */
const innerSystem: usize = memory.data(8, 16);
/** Text of the message that is being read. */
const messageText: usize = memory.data(8, 16);

/** Whether the last `readContent` met a block of type refusal. */
export let sawRefusal: bool = false;

/** Starts a line. */
export function clearConversation(): void {
  clearText(outerSystem);
  clearText(innerSystem);
  clearText(responseText);
}

/** Puts system and answer into the field table: the outer system text comes first, wherever it stood. */
export function finishConversation(): bool {
  if (!addText(outerSystem, innerSystem)) return false;
  setString(Field.System, textAddress(outerSystem), textLength(outerSystem));
  setString(Field.ResponseText, textAddress(responseText), textLength(responseText));
  return true;
}

/** Reads a list of messages, or one string that stands for a user message. */
export function readMessages(p: usize): usize {
  if (load<u8>(p) == 0x22) return readMessage(p);
  p = firstElement(p);
  while (goesOn(p)) p = nextElement(readMessage(p));
  return close(p);
}

function readMessage(p: usize): usize {
  if (load<u8>(p) == 0x22) {
    p = readString(p);
    if (p != 0 && textLen != 0) addUserTurn(textPtr, textLen);
    return p;
  }
  let seen: u64 = 0;
  let role = -1;
  clearText(messageText);
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.Role:
        p = readWord(p);
        role = valueWord;
        break;
      case Word.Content:
        p = role < 0 || hasText(role) ? readContent(p, messageText) : skipValue(p);
        break;
      case Word.Parts:
        if (load<u8>(p) != 0x5b) return 0;
        p = role < 0 || hasText(role) ? readContent(p, messageText) : skipValue(p);
        break;
      // Text elsewhere than in `content` or `parts`, and other spellings of a role.
      case Word.Contents:
      case Word.Message:
      case Word.Text:
        return 0;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  if (p == 0) return 0;
  const parts = hasKey(seen, Word.Parts);
  if (parts && hasKey(seen, Word.Content)) return 0;
  if (role == Word.Human) return 0;
  if (role == Word.User || (role < 0 && parts)) {
    if (textLength(messageText) != 0) addUserTurn(textAddress(messageText), textLength(messageText));
  } else if (role == Word.System || role == Word.Developer) {
    if (!addText(innerSystem, messageText)) return 0;
  }
  return p + 1;
}

function hasText(role: i32): bool {
  return role == Word.User || role == Word.System || role == Word.Developer;
}

/** Adds the shown text of a content to `text`: a string, a list of blocks, null, or Gemini's `{parts: […]}`. */
export function readContent(p: usize, text: usize): usize {
  sawRefusal = false;
  const c = load<u8>(p);
  if (c == 0x22) {
    p = readString(p);
    return p != 0 && addString(text) ? p : 0;
  }
  if (c == 0x5b) return readBlocks(p, text);
  if (c == 0x7b) return readParts(p, text);
  return isNull(p) ? p + 4 : 0;
}

function readBlocks(p: usize, text: usize): usize {
  p = firstElement(p);
  while (goesOn(p)) {
    if (load<u8>(p) == 0x22) {
      p = readString(p);
      if (p == 0 || !addString(text)) return 0;
    } else {
      p = readBlock(p, text);
    }
    p = nextElement(p);
  }
  return close(p);
}

function readParts(p: usize, text: usize): usize {
  let seen = false;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (keyWord == Word.Parts) {
      if (seen || load<u8>(p) != 0x5b) return 0;
      seen = true;
      p = readBlocks(p, text);
    } else {
      p = skipValue(p);
    }
    p = nextMember(p);
  }
  return seen ? close(p) : 0;
}

function readBlock(p: usize, text: usize): usize {
  let seen: u64 = 0;
  // Of a block without a type the text counts.
  let type: i32 = Word.Text;
  let isThought = false;
  let pieceStart: usize = 0;
  let pieceLength: usize = 0;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.Type:
        p = readWord(p);
        type = valueWord;
        break;
      case Word.Text:
        p = readString(p);
        pieceStart = textPtr;
        pieceLength = textLen;
        break;
      case Word.Thought:
        isThought = load<u32>(p) == 0x65757274;
        if (!isThought && load<u8>(p) != 0x66) return 0;
        p = skipValue(p);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  if (p == 0) return 0;
  if (type == Word.Refusal) sawRefusal = true;
  if (isThought || (type != Word.Text && type != Word.InputText && type != Word.OutputText)) return p + 1;
  if (pieceLength == 0) {
    // OpenTelemetry keeps the text of such a block in `content`.
    return hasKey(seen, Word.Content) ? 0 : p + 1;
  }
  return addPiece(text, pieceStart, pieceLength) ? p + 1 : 0;
}
