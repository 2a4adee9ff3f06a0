import { setRefused } from "./fields";
import {
  close,
  firstElement,
  firstMember,
  goesOn,
  isNull,
  nextElement,
  nextMember,
  skipValue,
} from "./json";
import { outerSystem, readContent, readMessages, responseText } from "./scan-conversation";
import { addText, clearText } from "./scan-text";
import { readInputTokens, readModel, readOutputTokens, readRefusalText } from "./scan-wire";
import { hasKey, keyBit, keyWord, readKey, readWord, valueWord, Word } from "./words";

/** Text of the candidate that is being read. */
const candidateText: usize = memory.data(8, 16);

/** A Gemini `generateContent` request, as `readGeminiRequest` of the slow path reads it. */
export function readGeminiRequest(p: usize): usize {
  let seen: u64 = 0;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.Model:
        p = readModel(p, false);
        break;
      case Word.SystemInstruction:
      case Word.SystemInstructionSnake:
        p = readContent(p, outerSystem);
        break;
      case Word.Contents:
        p = readMessages(p);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  if (hasKey(seen, Word.SystemInstruction) && hasKey(seen, Word.SystemInstructionSnake)) return 0;
  // Without contents the slow path looks for a batch line.
  return hasKey(seen, Word.Contents) ? close(p) : 0;
}

/** A Gemini response, as `readGeminiResponse` of the slow path reads it. */
export function readGeminiResponse(p: usize): usize {
  let seen: u64 = 0;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.ModelVersion:
        p = readModel(p, true);
        break;
      case Word.Candidates:
        p = readCandidates(p);
        break;
      case Word.PromptFeedback:
        p = readPromptFeedback(p);
        break;
      case Word.UsageMetadata:
        p = readUsage(p);
        break;
      // A batch line around the response.
      case Word.Response:
        return 0;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  return close(p);
}

function readCandidates(p: usize): usize {
  if (isNull(p)) return p + 4;
  p = firstElement(p);
  while (goesOn(p)) p = nextElement(readCandidate(p));
  return close(p);
}

function readCandidate(p: usize): usize {
  let seen: u64 = 0;
  clearText(candidateText);
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.Content:
        p = readContent(p, candidateText);
        break;
      case Word.FinishReasonCamel:
        p = readFinishReason(p);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  return p != 0 && addText(responseText, candidateText) ? p + 1 : 0;
}

function readFinishReason(p: usize): usize {
  if (isNull(p)) return p + 4;
  p = readWord(p);
  if (p != 0 && valueWord >= Word.Safety && valueWord <= Word.ImageSafety) setRefused();
  return p;
}

function readPromptFeedback(p: usize): usize {
  if (isNull(p)) return p + 4;
  let seen = false;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (keyWord == Word.BlockReason) {
      if (seen) return 0;
      seen = true;
      p = readRefusalText(p);
    } else {
      p = skipValue(p);
    }
    p = nextMember(p);
  }
  return close(p);
}

function readUsage(p: usize): usize {
  if (isNull(p)) return p + 4;
  let seen: u64 = 0;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.PromptTokenCount:
        p = readInputTokens(p);
        break;
      case Word.CandidatesTokenCount:
      case Word.ThoughtsTokenCount:
        p = readOutputTokens(p);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  return close(p);
}
