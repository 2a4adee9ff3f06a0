import { close, firstMember, goesOn, isNull, nextMember, skipValue } from "./json";
import { outerSystem, readContent, readMessages, responseText } from "./scan-conversation";
import { readInputTokens, readModel, readOutputTokens, readRefusalReason } from "./scan-wire";
import { hasKey, keyBit, keyWord, readKey, Word } from "./words";

/** An Anthropic Messages request, as `readAnthropicRequest` of the slow path reads it. */
export function readAnthropicRequest(p: usize): usize {
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
      case Word.System:
        p = readContent(p, outerSystem);
        break;
      case Word.Messages:
        p = readMessages(p);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  // Without messages the slow path looks for a batch line.
  return hasKey(seen, Word.Messages) ? close(p) : 0;
}

/** An Anthropic message, as `readAnthropicResponse` of the slow path reads it. */
export function readAnthropicResponse(p: usize): usize {
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
      case Word.Content:
        p = readContent(p, responseText);
        break;
      case Word.StopReason:
        p = readRefusalReason(p, Word.Refusal);
        break;
      case Word.Usage:
        p = readUsage(p);
        break;
      default:
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
      case Word.InputTokens:
      case Word.CacheReadInputTokens:
      case Word.CacheCreationInputTokens:
        p = readInputTokens(p);
        break;
      case Word.OutputTokens:
        p = readOutputTokens(p);
        break;
      default:
        p = skipValue(p);
    }
    p = nextMember(p);
  }
  return close(p);
}
