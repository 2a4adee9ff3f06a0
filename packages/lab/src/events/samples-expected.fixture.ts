import { FILE_TIME_MS } from "./reading.fixture.ts";

/** What is expected of an event: text is given by its beginning. */
export interface Expected {
  readonly at?: string;
  readonly id?: string;
  readonly account?: string;
  readonly model?: string;
  readonly system?: string;
  readonly first?: string;
  readonly last?: string;
  readonly turns?: number;
  readonly text?: string;
  readonly refused?: boolean;
  readonly tokens?: readonly [number | undefined, number | undefined];
  readonly status?: number;
}

const FILE_TIME = new Date(FILE_TIME_MS).toISOString();

/** Every file under `samples/`: its format and, for each request in it, what must be read. */
export const CASES: readonly (readonly [file: string, format: string, events: readonly Expected[]])[] = [
  [
    "anthropic/handwritten.response.refusal.json",
    "anthropic",
    [{ text: "", refused: true, tokens: [18, 5], at: FILE_TIME }],
  ],
  [
    "anthropic/handwritten.stream.duplicate-message-start.ndjson",
    "anthropic",
    [{ id: "msg_dup", text: "Hello, World!", tokens: [17, 227] }],
  ],
  [
    "anthropic/handwritten.stream.refusal.ndjson",
    "anthropic",
    [{ text: "", refused: true, tokens: [18, 5] }],
  ],
  [
    "anthropic/handwritten.stream.spliced-message-start.ndjson",
    "anthropic",
    [{ id: "msg_second", text: "", tokens: [17, 65] }],
  ],
  [
    "anthropic/messages.parallel-tool-use.json",
    "anthropic",
    [
      { turns: 1 },
      { turns: 1, first: "Alice, Bob, Charlie", last: "Alice, Bob", text: "Based on the retrieved" },
    ],
  ],
  [
    "anthropic/messages.prompt-cache.json",
    "anthropic",
    [{ tokens: [3 + 1111, 406] }, { turns: 2, last: "Can you summarize", tokens: [3 + 1111 + 418, 33] }],
  ],
  [
    "anthropic/messages.redacted-thinking.json",
    "anthropic",
    [{ turns: 1 }, { turns: 2, last: "What was that?" }],
  ],
  [
    "anthropic/messages.thinking-from-other-provider.json",
    "anthropic",
    [
      { model: "gpt-5-2025-08-07", system: "You are a helpful", at: "2025-09-10T22:37:27.000Z" },
      { model: "claude-sonnet-4-20250514", turns: 2, text: "Great analogy!" },
    ],
  ],
  [
    "anthropic/messages.thinking-signature-two-turns.json",
    "anthropic",
    [{ text: "Here's how to cross" }, { first: "How do I cross the street?", last: "Considering the way" }],
  ],
  [
    "anthropic/messages.thinking-stream-sse.json",
    "anthropic",
    [{ id: "msg_01ALwQ87pTS7hH1PjSdC9wJD", text: "Here are the basic steps", tokens: [43, 282] }],
  ],
  [
    "anthropic/messages.tool-use-with-thinking.json",
    "anthropic",
    [{ text: "I'll help you find" }, { turns: 1, text: "Based on the information" }],
  ],
  [
    "anthropic/response.thinking-2026.json",
    "anthropic",
    [{ model: "claude-opus-5", text: "## Step 1: Set up", tokens: [51, 1699] }],
  ],
  ["anthropic/response.tool-use.json", "anthropic", [{ text: "<thinking>\nThe updateIssueList" }]],
  ["anthropic/stream.thinking-signature.ndjson", "anthropic", [{ text: "925 ÷ 5 = 185", tokens: [69, 53] }]],
  [
    "anthropic/stream.tool-use-no-args.ndjson",
    "anthropic",
    [{ text: "I'll update the issue list for you." }],
  ],
  [
    "bedrock/converse-wire.reasoning-signature.json",
    "bedrock",
    [
      {
        model: "us.anthropic.claude-sonnet-4-20250514-v1:0",
        text: "Here are the basic steps",
        tokens: [42, 313],
      },
      { turns: 2, last: "Considering the way" },
    ],
  ],
  [
    "bedrock/panther-normalised.ndjson",
    "bedrock",
    [
      {
        at: "2025-05-15T14:17:22.000Z",
        account: "arn:aws:sts::111111111111:assumed-role/role_details/regular.user",
        refused: false,
      },
      { first: "I have a rather normal" },
      { refused: true },
      { system: "You are a helpful assistant.", first: "I have a very suspicious", refused: true },
    ],
  ],
  [
    "gemini/generate-content.thoughts-two-turns.json",
    "gemini",
    [
      { system: "You are a helpful", text: "Crossing the street safely", tokens: [29, 736 + 1001] },
      { turns: 2 },
    ],
  ],
  ["gemini/response.function-call-thought-signature.json", "gemini", [{ text: "", tokens: [29, 15 + 1801] }]],
  [
    "gemini/stream-generate-content.thought-signature.json",
    "gemini",
    [
      { text: "" },
      { turns: 1, text: "The capital of Mexico is Mexico City.", model: "gemini-3-pro-preview" },
    ],
  ],
  [
    "gemini/stream.thought-signature-on-empty-text.ndjson",
    "gemini",
    [{ text: 'There are **3** "r"s in strawberry.\n\nSt**r**awbe**rr**y', tokens: [9, 23 + 302] }],
  ],
  [
    "gemini/vertex-generate-content.logprobs.json",
    "gemini",
    [{ at: "2026-02-15T07:50:39.884Z", text: "Hello", model: "gemini-2.5-flash" }],
  ],
  [
    "langfuse/trace-export.claude-agent-2025-12-22.json",
    "langfuse",
    [{ first: "" }, {}, {}, { first: "What's the weather like", turns: 1, text: "I'll check the weather" }],
  ],
  [
    "langfuse/trace-export.google-adk-2025-08-28.json",
    "langfuse",
    [
      { account: "demo-user", system: "Always greet", first: "hi", text: "Hello Langfuse", tokens: [39, 6] },
      { turns: 1 },
    ],
  ],
  [
    "langfuse/trace-export.microsoft-agent-2025-12-17.json",
    "langfuse",
    [
      { first: "What's the weather in Tokyo?", tokens: [77, 86] },
      { turns: 0, text: "Current conditions" },
    ],
  ],
  [
    "langfuse/trace-export.pydantic-ai-tools-2025-06-06.json",
    "langfuse",
    [
      {
        account: "user_123",
        system: "You are a helpful",
        first: "What is Langfuse?",
        text: "Langfuse is a tool",
      },
    ],
  ],
  [
    "langfuse/trace-export.pydantic-ai-with-gemini-2025-12-24.json",
    "langfuse",
    [{ first: "what is 1+1?", text: '{"answer": "2"' }],
  ],
  [
    "langfuse/trace-export.vercel-aisdk-2025-11-17.json",
    "langfuse",
    [{ id: "91a17a2274bfd23f", first: "What is the weather", tokens: [62, 85] }],
  ],
  [
    "litellm/langfuse-ingestion.aembedding.json",
    "langfuse",
    [{ at: "2025-01-16T19:46:38.911Z", first: "Hello world", tokens: [2, 0] }],
  ],
  [
    "litellm/langfuse-ingestion.bedrock-call.json",
    "langfuse",
    [{ at: "2025-05-26T21:13:16.469Z", first: "Hello!", tokens: [10, 10] }],
  ],
  [
    "litellm/langfuse-otel-attributes.stream-tags.json",
    "otlp",
    [{ at: FILE_TIME, first: "Hello!", text: "Hello! How can I", model: "gpt-3.5-turbo", tokens: [10, 20] }],
  ],
  [
    "litellm/spend-logs.acompletion.2026.json",
    "litellm",
    [{ at: "2025-01-24T09:20:46.847Z", account: "unknown", turns: 0, tokens: [10, 20], status: 200 }],
  ],
  ["litellm/spend-logs.acompletion.older.json", "litellm", [{ at: "2025-01-24T09:20:46.847Z", turns: 0 }]],
  [
    "litellm/standard-logging-payload.acompletion-stream.json",
    "litellm",
    [{ at: "2025-01-24T09:20:46.847Z", first: "Hello, world!", text: "hi" }],
  ],
  [
    "openai/azure-chat.content-filter.json",
    "openai",
    [{ at: "2025-10-02T09:21:31.000Z", text: "Hi there!", refused: false }],
  ],
  ["openai/batch.input.jsonl", "openai", [{ system: "You are a helpful assistant.", first: "What is 2+2?" }]],
  ["openai/batch.output.jsonl", "openai", [{ id: "req_c187b3", text: "2 + 2 equals 4.", status: 200 }]],
  ["openai/chat.bad-request.json", "openai", [{ status: 400, turns: 0, at: "2025-08-14T01:11:01.000Z" }]],
  [
    "openai/chat.logprobs.json",
    "openai",
    [{ model: "gpt-4o-mini", first: "Hello!", text: "Hello! How can I assist" }],
  ],
  ["openai/chat.reasoning-tokens.json", "openai", [{ text: "Ball costs 5 cents.", tokens: [27, 267] }]],
  [
    "openai/chat.stream-sse.json",
    "openai",
    [{ text: "Hi there! How can I help today?", model: "gpt-5-nano-2025-08-07" }],
  ],
  ["openai/chat.tools.json", "openai", [{ text: "", tokens: [162, 287] }]],
  [
    "openai/openrouter-chat.reasoning-details.json",
    "openai",
    [{}, { turns: 2, text: "Short answer: Very large." }],
  ],
  ["openai/openrouter-chat.reasoning-signature.json", "openai", [{ text: "I am Claude" }]],
  [
    "openai/responses.encrypted-reasoning-edited-history.json",
    "openai",
    [{}, { status: 400, turns: 2, text: "" }, { last: "Anything to add?", text: "Plenty." }],
  ],
  ["openai/responses.encrypted-reasoning.json", "openai", [{ text: "12 + 7 = 19" }]],
  ["openai/responses.http-error.json", "openai", [{ status: 400, first: "What is the capital of France?" }]],
  [
    "openai/responses.logprobs.json",
    "openai",
    [{ system: "You are a helpful assistant.", text: "The capital of Minas Gerais" }],
  ],
  [
    "openai/responses.reasoning-doc.json",
    "openai",
    [{ first: "How much wood", text: "The classic tongue twister..." }],
  ],
  [
    "openai/responses.stream-encrypted-reasoning.ndjson",
    "openai",
    [{}, {}, {}, { text: "The final result is **570**." }],
  ],
  [
    "openai/responses.stream-sse.json",
    "openai",
    [
      { text: "", tokens: [255, 16] },
      { text: "The capital of France is Paris.", turns: 1 },
    ],
  ],
  [
    "openai/responses.tool-call.json",
    "openai",
    [{ text: "" }, { text: "The capital of PotatoLand is Potato City." }],
  ],
  [
    "otlp/gemini-cli.span-attributes-flattened.json",
    "otlp",
    [
      {
        system: "\nYou are a specialized Task Routing AI.",
        turns: 2,
        last: "Turn 1: reply",
        text: '{"complexity_reasoning"',
      },
    ],
  ],
  [
    "otlp/handwritten.inference-operation-details-span-event.json",
    "otlp",
    [
      {
        system: "You are a helpful assistant.",
        first: "What is the capital",
        text: "Paris",
        at: "2025-01-28T14:34:05.669Z",
      },
    ],
  ],
  [
    "otlp/handwritten.input-messages-anthropic-blocks.json",
    "otlp",
    [{ system: "You are a helpful assistant.", turns: 2, last: "Thanks!", tokens: [150, 25] }],
  ],
  [
    "otlp/handwritten.semantic-kernel-message-events.json",
    "otlp",
    [{ system: "You are a helpful assistant.", text: "The capital of France is Paris." }],
  ],
  [
    "otlp/openinference.base64-ids.openai-chat.json",
    "otlp",
    [
      {
        id: "03cb2eb84dd52ac9bc1496a99c733880/9ba2191a84c9a891",
        account: "my-test-user",
        first: "hi",
        text: "Hey there!",
      },
    ],
  ],
  [
    "otlp/openinference.single-span-no-ids.chat-reasoning.json",
    "otlp",
    [{ at: FILE_TIME, first: "A bat and ball", tokens: [27, 267] }],
  ],
  ["otlp/openinference.single-span-no-ids.chat-tools.json", "otlp", [{ text: "", tokens: [162, 287] }]],
  [
    "otlp/openlit.protobufjs-buffers-and-longs.json",
    "otlp",
    [{ first: "What is LLM Observability?", text: "LLM Observability stands for", tokens: [14, 96] }],
  ],
  [
    "otlp/openllmetry.base64-ids.openai-chat-stream.json",
    "otlp",
    [{ system: "You are a helpful assistant that only", first: "yous", tokens: [undefined, undefined] }],
  ],
  [
    "otlp/spring-ai.hex-ids-string-counts.json",
    "otlp",
    [{ id: "755b1db22272958b92cb003f30058e74/0dedf6826df097a9", turns: 0, tokens: [11, 13] }],
  ],
  [
    "otlp/strands-1.14.message-events.agent-run.json",
    "otlp",
    [
      { first: "testing", text: "", tokens: [134, 84] },
      { first: "testing", turns: 1, text: "Test received" },
    ],
  ],
  [
    "otlp/strands.number-ints.model-invoke.json",
    "otlp",
    [{ at: "2024-08-07T04:54:32.661Z", first: "yo", text: "Hello! What would you", tokens: [24, 10] }],
  ],
  [
    "otlp/traceloop.protobufjs-buffers-and-longs.json",
    "otlp",
    [{ at: "2025-01-29T09:48:39.909Z", first: "What is LLM", tokens: [14, 173] }],
  ],
];
