/** Log formats that are read unchanged (contracts.md, section 3, without `auto`). */
export const FORMAT_NAMES = [
  "stillwatch",
  "otlp",
  "litellm",
  "bedrock",
  "langfuse",
  "helicone",
  "anthropic",
  "openai",
  "gemini",
] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];
