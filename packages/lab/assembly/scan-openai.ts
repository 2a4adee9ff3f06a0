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
import { outerSystem, readContent, readMessages, responseText, sawRefusal } from "./scan-conversation";
import { setRefused } from "./fields";
import { addText, clearText } from "./scan-text";
import {
  readInputTokens,
  readModel,
  readOutputTokens,
  readRefusalReason,
  readRefusalText,
} from "./scan-wire";
import { hasKey, keyBit, keyWord, readKey, readWord, valueWord, Word } from "./words";

/** Text of the choice or of the output item that is being read. */
const answerText: usize = memory.data(8, 16);

/** A Chat Completions or Responses request, as `readOpenAiRequest` of the slow path reads it. */
export function readOpenAiRequest(p: usize): usize {
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
      case Word.Instructions:
        p = readContent(p, outerSystem);
        break;
      case Word.Messages:
      case Word.Input:
        p = readMessages(p);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  // Without either the slow path looks for a legacy prompt; of both it would take the messages.
  return hasKey(seen, Word.Messages) != hasKey(seen, Word.Input) ? close(p) : 0;
}

/** A Chat Completions or Responses response, as `readOpenAiResponse` of the slow path reads it. */
export function readOpenAiResponse(p: usize): usize {
  let seen: u64 = 0;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.Model:
        p = readModel(p, true);
        break;
      case Word.Choices:
        p = readList(p, true);
        break;
      case Word.Output:
        p = readList(p, false);
        break;
      case Word.IncompleteDetails:
        p = readIncompleteDetails(p);
        break;
      case Word.Usage:
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
  return hasKey(seen, Word.Choices) && hasKey(seen, Word.Output) ? 0 : close(p);
}

function readList(p: usize, isChoices: bool): usize {
  if (isNull(p)) return p + 4;
  p = firstElement(p);
  while (goesOn(p)) p = nextElement(isChoices ? readChoice(p) : readOutputItem(p));
  return close(p);
}

function readChoice(p: usize): usize {
  let seen: u64 = 0;
  clearText(answerText);
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.Message:
        p = readChoiceMessage(p);
        break;
      case Word.FinishReason:
        p = readRefusalReason(p, Word.ContentFilter);
        break;
      // Legacy completions.
      case Word.Text:
        return 0;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  return p != 0 && addText(responseText, answerText) ? p + 1 : 0;
}

function readChoiceMessage(p: usize): usize {
  let seen: u64 = 0;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (hasKey(seen, keyWord)) return 0;
    seen |= keyBit(keyWord);
    switch (keyWord) {
      case Word.Content:
        p = readContent(p, answerText);
        break;
      case Word.Refusal:
        p = readRefusalText(p);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  return close(p);
}

function readOutputItem(p: usize): usize {
  let seen: u64 = 0;
  let type = -1;
  let refused = false;
  clearText(answerText);
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
      case Word.Content:
        if (type >= 0 && type != Word.Message) {
          p = skipValue(p);
        } else {
          p = readContent(p, answerText);
          refused = sawRefusal;
        }
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  if (p == 0) return 0;
  if (type == Word.Message) {
    if (refused) setRefused();
    if (!addText(responseText, answerText)) return 0;
  }
  return p + 1;
}

function readIncompleteDetails(p: usize): usize {
  if (isNull(p)) return p + 4;
  let seen = false;
  p = firstMember(p);
  while (goesOn(p)) {
    p = readKey(p);
    if (keyWord == Word.Reason) {
      if (seen) return 0;
      seen = true;
      p = readRefusalReason(p, Word.ContentFilter);
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
      case Word.PromptTokens:
      case Word.InputTokens:
        p = readInputTokens(p);
        break;
      case Word.CompletionTokens:
      case Word.OutputTokens:
        p = readOutputTokens(p);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  // The slow path takes one name of each pair, never the sum.
  if (hasKey(seen, Word.PromptTokens) && hasKey(seen, Word.InputTokens)) return 0;
  if (hasKey(seen, Word.CompletionTokens) && hasKey(seen, Word.OutputTokens)) return 0;
  return close(p);
}
