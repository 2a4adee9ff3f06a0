import type { PromptText, ResponseText } from "../events/request-event.ts";
import { encodedPart, normalisedPart } from "./normalised-text.ts";
import { languageOf } from "./language.ts";
import type { PhraseAutomaton } from "./phrase-automaton.ts";
import { phraseBits } from "./phrase-matching.ts";
import { responseShape } from "./response-shape.ts";
import { smallestSegments, winnowedSegments } from "./segments.ts";
import { signatureOf } from "./signature.ts";
import { MIN_ANSWER_TOKENS, MIN_SIGNATURE_TOKENS, MOST_ANSWER_SEGMENTS, SIGNATURE_LENGTH } from "./sketch.ts";
import type { Sketch } from "./sketch.ts";
import { hashSequence, hashToken, shinglesOf, tokensOf } from "./tokens.ts";

const INTENTS = 0x7fff_ffff;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The sketch of a request in plain TypeScript: what docs/sketch-kernel.md says, with no thought of speed.
 * The WASM kernel gives the same bits several hundred times faster.
 */
export function referenceSketch(
  prompt: PromptText,
  response: ResponseText,
  automaton: PhraseAutomaton,
): Sketch {
  const system = hashesOf(prompt.system);
  const lastUserTokens = tokensOf(normalised(prompt.lastUser));
  const lastUser = lastUserTokens.map(hashToken);
  const firstUser = prompt.firstUser === prompt.lastUser ? [] : hashesOf(prompt.firstUser);
  const answer = normalised(response.text);
  const answerTokens = tokensOf(answer);
  const intents = phraseBits(system, automaton.phrases) | phraseBits(lastUser, automaton.phrases);
  const signature = lastUser.length < MIN_SIGNATURE_TOKENS ? NO_SIGNATURE : signatureOf(shinglesOf(lastUser));
  return {
    textHash: hashSequence(lastUser),
    systemHash: hashSequence(system),
    promptTokens: lastUser.length,
    responseTokens: answerTokens.length,
    signature: signature.bytes,
    bands: signature.bands,
    segments: smallestSegments(
      [system, firstUser, lastUser].map((part) => winnowedSegments(shinglesOf(part))),
    ),
    answerSegments: smallestSegments(
      answerTokens.length < MIN_ANSWER_TOKENS
        ? []
        : [winnowedSegments(shinglesOf(answerTokens.map(hashToken)))],
      MOST_ANSWER_SEGMENTS,
    ),
    intents: intents & INTENTS,
    shape: responseShape(answer, answerTokens, response.refused, automaton.phrases),
    language: languageOf(lastUserTokens),
  };
}

const NO_SIGNATURE = { bytes: new Uint8Array(SIGNATURE_LENGTH), bands: new BigUint64Array(0) };

function hashesOf(part: string): bigint[] {
  return tokensOf(normalised(part)).map(hashToken);
}

function normalised(part: string): string {
  return decoder.decode(normalisedPart(encodedPart(part)));
}
