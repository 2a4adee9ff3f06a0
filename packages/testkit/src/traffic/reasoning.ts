import { randomFrom, seedFor } from "./random.ts";
import type { Account, PlannedRequest } from "./traffic-part.ts";

/** Signed or encrypted reasoning as a provider hands it out, to be sent back with the conversation. */
export interface ReasoningBlock {
  /** Summary that is shown beside it. */
  readonly summary: string;
  /** Opaque base64: `signature`, `thoughtSignature` or `encrypted_content`. */
  readonly token: string;
}

/** The reasoning around one request: of each earlier answer that it sends back, and of its own answer. */
export interface RequestReasoning {
  /** By place of the answer in the history; undefined where that answer came without reasoning. */
  readonly presented: readonly (ReasoningBlock | undefined)[];
  readonly issued: ReasoningBlock | undefined;
}

/**
 * Reasoning is named, not remembered: a name such as "sess_x/0" gives the same block whenever it is asked for, so
 * that a conversation, a relay and a thief all send back exactly what was handed out.
 */
export function reasoningOf(seed: number, request: PlannedRequest, answersBefore: number): RequestReasoning {
  const { account, session, reasoning } = request;
  if (!account.thinks) return NO_REASONING;
  const names =
    reasoning?.presents ?? Array.from({ length: answersBefore }, (_, turn) => `${session}/${turn}`);
  return {
    presented: names.slice(0, answersBefore).map((name) => namedReasoning(seed, name)),
    issued: namedReasoning(seed, reasoning?.issues ?? `${session}/${answersBefore}`),
  };
}

const NO_REASONING: RequestReasoning = { presented: [], issued: undefined };

/** Share of a thinking account's answers that come with reasoning; a model does not think about everything. */
const THOUGHT_ABOUT = 0.85;

function namedReasoning(seed: number, name: string): ReasoningBlock | undefined {
  const random = randomFrom(seedFor(seed, "reasoning", name));
  if (random.unit() > THOUGHT_ABOUT) return undefined;
  // A second seed beside the first: 32 bits alone would give two of 100,000 blocks the same token.
  const second = seedFor(seed, "reasoning, second", name);
  const bytes = Buffer.allocUnsafe(4 * (30 + random.below(45)));
  bytes.writeUInt32LE(second, 0);
  for (let at = 4; at < bytes.length; at += 4) bytes.writeUInt32LE(random.below(0x1_0000_0000), at);
  return { summary: SUMMARIES[random.below(SUMMARIES.length)] ?? "", token: bytes.toString("base64") };
}

/** Providers show a summary or nothing; the text itself says little and no detector reads it. */
const SUMMARIES: readonly string[] = [
  "",
  "Weighing what is asked against what is given.",
  "Looking for the part of the request that decides.",
  "Comparing two ways to put this.",
  "Checking the figures before answering.",
];

/** Whether the account's software asks for reasoning: most of those do whose wire format can carry it. */
export function asksForReasoning(account: Pick<Account, "account" | "wire">): boolean {
  return seedFor(0, "thinks", account.account) % 100 < SHARES[account.wire];
}

const SHARES: Readonly<Record<Account["wire"], number>> = {
  anthropic: 65,
  gemini: 65,
  "openai.responses": 65,
  "openai.chat": 0,
};
