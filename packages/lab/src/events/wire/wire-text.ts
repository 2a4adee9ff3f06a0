import type { PromptText, ResponseText } from "../request-event.ts";

/** The provider's reading rules; an envelope names them in `provider`. */
export type Provider = "anthropic" | "openai" | "gemini";

/** What a provider's request JSON says. */
export interface WireRequest {
  readonly prompt: PromptText;
  readonly model?: string;
  /** Reasoning tokens that the client sends back; absent where there are none. */
  readonly presented?: readonly string[];
}

/** What a provider's response JSON says; token counts include cached input and hidden reasoning. */
export interface WireResponse {
  readonly response: ResponseText;
  readonly model?: string;
  /** Reasoning tokens of the answer; absent where there are none. */
  readonly issued?: readonly string[];
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** A prompt without any text. */
export const NO_PROMPT: PromptText = { system: "", firstUser: "", lastUser: "", userTurns: 0 };

/** Assembles a response, leaving absent what is not known. */
export function wireResponse(parts: {
  readonly text: string;
  readonly refused: boolean;
  readonly model?: string | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
}): WireResponse {
  return {
    response: { text: parts.text, refused: parts.refused },
    ...(parts.model === undefined ? {} : { model: parts.model }),
    ...(parts.inputTokens === undefined ? {} : { inputTokens: parts.inputTokens }),
    ...(parts.outputTokens === undefined ? {} : { outputTokens: parts.outputTokens }),
  };
}
