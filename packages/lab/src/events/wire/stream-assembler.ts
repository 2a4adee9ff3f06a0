import type { JsonObject } from "../json-values.ts";
import { AnthropicStream, isAnthropicEvent } from "./stream-anthropic.ts";
import { ConverseStream, isConverseEvent } from "./stream-converse.ts";
import { GeminiStream, isGeminiChunk } from "./stream-gemini.ts";
import { ChatStream, isChatChunk } from "./stream-openai-chat.ts";
import { isResponsesEvent, ResponsesStream } from "./stream-openai-responses.ts";

/** Puts the events of one provider's stream together, one event at a time. */
export interface EventStream {
  /** Takes an event; returns the responses that it completed. */
  push(event: JsonObject): readonly JsonObject[];
  /** The response that was still open when the events ended. */
  finish(): readonly JsonObject[];
  /** Whether a response has begun and not ended. */
  readonly isOpen: boolean;
}

const KINDS: readonly { is(event: JsonObject): boolean; open(): EventStream }[] = [
  { is: isAnthropicEvent, open: () => new AnthropicStream() },
  { is: isResponsesEvent, open: () => new ResponsesStream() },
  { is: isChatChunk, open: () => new ChatStream() },
  { is: isGeminiChunk, open: () => new GeminiStream() },
  { is: isConverseEvent, open: () => new ConverseStream() },
];

/** Tells whether a record is one event of a stream rather than something whole. */
export function isStreamEvent(record: JsonObject): boolean {
  return KINDS.some((kind) => kind.is(record));
}

/** Follows streams of any provider, one after another, and gives each response back as a whole. */
export class StreamAssembler implements EventStream {
  #kind: (typeof KINDS)[number] | undefined;
  #stream: EventStream | undefined;

  push(event: JsonObject): readonly JsonObject[] {
    const kind = KINDS.find((candidate) => candidate.is(event));
    if (kind === undefined) return [];
    if (kind === this.#kind && this.#stream !== undefined) return this.#stream.push(event);
    const before = this.finish();
    this.#kind = kind;
    this.#stream = kind.open();
    return [...before, ...this.#stream.push(event)];
  }

  get isOpen(): boolean {
    return this.#stream?.isOpen === true;
  }

  finish(): readonly JsonObject[] {
    const open = this.#stream?.finish() ?? [];
    this.#kind = undefined;
    this.#stream = undefined;
    return open;
  }
}
