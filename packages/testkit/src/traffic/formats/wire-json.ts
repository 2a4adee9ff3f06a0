import type { Random } from "../random.ts";
import { token } from "../random.ts";
import type { ReasoningBlock, RequestReasoning } from "../reasoning.ts";
import type { Account, Draft, Wire } from "../traffic-part.ts";

/** A request and its response in the provider's own JSON, as far as the kit needs it. */
export interface WireExchange {
  readonly provider: "anthropic" | "openai" | "gemini";
  readonly endpoint: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly draft: Draft;
  readonly request: Record<string, unknown>;
  readonly response: Record<string, unknown>;
}

/** Models by wire format, newest first; the first of each comes out within the window. */
const MODELS: Readonly<Record<Wire, readonly [string, string, string, string]>> = {
  anthropic: ["claude-opus-5-1", "claude-opus-5", "claude-sonnet-5", "claude-haiku-4-5"],
  "openai.chat": ["gpt-6.1", "gpt-6", "gpt-5.2", "gpt-5-mini"],
  "openai.responses": ["gpt-6.1", "gpt-6", "gpt-5.2", "gpt-5-mini"],
  gemini: ["gemini-4-pro", "gemini-3.5-pro", "gemini-3-pro", "gemini-3-flash"],
};

/** The models that come out within the window, one for each provider. */
export const RELEASED: readonly string[] = [...new Set(Object.values(MODELS).map((models) => models[0]))];

/** The model an account asks for at a given moment. */
export function modelAt(account: Account, timeMs: number): string {
  const models = MODELS[account.wire];
  return timeMs >= account.pivotsAt ? models[0] : (models[account.modelRank + 1] ?? models[1]);
}

/** Writes a draft in the account's wire format. */
export function wireExchange(
  random: Random,
  account: Account,
  timeMs: number,
  draft: Draft,
  reasoning: RequestReasoning,
): WireExchange {
  const model = modelAt(account, timeMs);
  const prompt = draft.messages.reduce((sum, text) => sum + text.length, draft.system?.length ?? 0);
  const inputTokens = tokens(prompt, random) + 8;
  const outputTokens = tokens(draft.answer.length, random) + 1;
  const counted = { model, inputTokens, outputTokens, reasoning };
  const written = WRITERS[account.wire](random, account, timeMs, draft, counted);
  return { ...written, model, inputTokens, outputTokens, draft };
}

interface Counted {
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly reasoning: RequestReasoning;
}

type Written = Pick<WireExchange, "provider" | "endpoint" | "request" | "response">;

type Writer = (random: Random, account: Account, timeMs: number, draft: Draft, counted: Counted) => Written;

/** About 4 characters a token, as English text has them, with some spread. */
function tokens(characters: number, random: Random): number {
  return Math.max(1, Math.round((characters / 4) * (0.9 + 0.2 * random.unit())));
}

function roleMessages(draft: Draft): { role: string; content: string }[] {
  return draft.messages.map((content, index) => ({ role: index % 2 === 0 ? "user" : "assistant", content }));
}

function sampling(account: Account): Record<string, unknown> {
  return account.temperature === null ? {} : { temperature: account.temperature };
}

const anthropic: Writer = (random, account, _timeMs, draft, counted) => ({
  provider: "anthropic",
  endpoint: "messages",
  request: {
    model: counted.model,
    max_tokens: account.maxTokens,
    ...(draft.system === null ? {} : { system: draft.system }),
    messages: roleMessages(draft).map((message, index) => {
      const block = index % 2 === 0 ? undefined : counted.reasoning.presented[(index - 1) / 2];
      return block === undefined
        ? message
        : { role: message.role, content: [thinking(block), { type: "text", text: message.content }] };
    }),
    ...sampling(account),
  },
  response: {
    id: `msg_${token(random, 20)}`,
    type: "message",
    role: "assistant",
    model: counted.model,
    content: [
      ...(counted.reasoning.issued === undefined ? [] : [thinking(counted.reasoning.issued)]),
      { type: "text", text: draft.answer },
    ],
    stop_reason: draft.refused ? "refusal" : "end_turn",
    stop_sequence: null,
    usage: { input_tokens: counted.inputTokens, output_tokens: counted.outputTokens },
  },
});

function thinking(block: ReasoningBlock): object {
  return { type: "thinking", thinking: block.summary, signature: block.token };
}

const openaiChat: Writer = (random, account, timeMs, draft, counted) => ({
  provider: "openai",
  endpoint: "chat.completions",
  request: {
    model: counted.model,
    messages: [
      ...(draft.system === null ? [] : [{ role: "system", content: draft.system }]),
      ...roleMessages(draft),
    ],
    max_completion_tokens: account.maxTokens,
    ...sampling(account),
  },
  response: {
    id: `chatcmpl-${token(random, 24)}`,
    object: "chat.completion",
    created: Math.floor(timeMs / 1000),
    model: counted.model,
    choices: [
      {
        index: 0,
        finish_reason: "stop",
        message: {
          role: "assistant",
          content: draft.refused ? null : draft.answer,
          refusal: draft.refused ? draft.answer : null,
        },
      },
    ],
    usage: {
      prompt_tokens: counted.inputTokens,
      completion_tokens: counted.outputTokens,
      total_tokens: counted.inputTokens + counted.outputTokens,
    },
  },
});

const openaiResponses: Writer = (random, account, timeMs, draft, counted) => ({
  provider: "openai",
  endpoint: "responses",
  request: {
    model: counted.model,
    ...(draft.system === null ? {} : { instructions: draft.system }),
    ...(account.thinks ? { include: ["reasoning.encrypted_content"] } : {}),
    input:
      draft.messages.length === 1
        ? draft.messages[0]
        : roleMessages(draft).flatMap((message, index) => {
            const block = index % 2 === 0 ? undefined : counted.reasoning.presented[(index - 1) / 2];
            return block === undefined ? [message] : [encrypted(random, block), message];
          }),
    max_output_tokens: account.maxTokens,
    ...sampling(account),
  },
  response: {
    id: `resp_${token(random, 24)}`,
    object: "response",
    created_at: Math.floor(timeMs / 1000),
    status: "completed",
    model: counted.model,
    output: [
      ...(counted.reasoning.issued === undefined ? [] : [encrypted(random, counted.reasoning.issued)]),
      {
        id: `msg_${token(random, 20)}`,
        type: "message",
        role: "assistant",
        content: [
          draft.refused
            ? { type: "refusal", refusal: draft.answer }
            : { type: "output_text", text: draft.answer, annotations: [] },
        ],
      },
    ],
    usage: {
      input_tokens: counted.inputTokens,
      output_tokens: counted.outputTokens,
      total_tokens: counted.inputTokens + counted.outputTokens,
    },
  },
});

function encrypted(random: Random, block: ReasoningBlock): object {
  return {
    id: `rs_${token(random, 20)}`,
    type: "reasoning",
    summary: block.summary === "" ? [] : [{ type: "summary_text", text: block.summary }],
    encrypted_content: block.token,
  };
}

const gemini: Writer = (random, account, _timeMs, draft, counted) => ({
  provider: "gemini",
  endpoint: "generateContent",
  request: {
    model: counted.model,
    ...(draft.system === null ? {} : { systemInstruction: { parts: [{ text: draft.system }] } }),
    contents: draft.messages.map((text, index) => ({
      role: index % 2 === 0 ? "user" : "model",
      parts: [signed(text, index % 2 === 0 ? undefined : counted.reasoning.presented[(index - 1) / 2])],
    })),
    generationConfig: { maxOutputTokens: account.maxTokens, ...sampling(account) },
  },
  response: {
    responseId: token(random, 22),
    modelVersion: counted.model,
    candidates: [
      {
        index: 0,
        finishReason: draft.refused ? "SAFETY" : "STOP",
        content: { role: "model", parts: [signed(draft.answer, counted.reasoning.issued)] },
      },
    ],
    usageMetadata: {
      promptTokenCount: counted.inputTokens,
      candidatesTokenCount: counted.outputTokens,
      totalTokenCount: counted.inputTokens + counted.outputTokens,
    },
  },
});

function signed(text: string, block: ReasoningBlock | undefined): object {
  return block === undefined ? { text } : { text, thoughtSignature: block.token };
}

const WRITERS: Readonly<Record<Wire, Writer>> = {
  anthropic,
  "openai.chat": openaiChat,
  "openai.responses": openaiResponses,
  gemini,
};
