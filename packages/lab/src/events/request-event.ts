/** Where a field of an event comes from: seen by the provider, stated by the client, or computed by us. */
export type Origin = "observed" | "declared" | "derived";

/** Network and client observations of one request; each may be missing from a log format. */
export interface ClientObservation {
  readonly ip?: string;
  /** Autonomous system number. */
  readonly asn?: number;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string;
  readonly userAgent?: string;
  /** JA4 or any opaque TLS print. */
  readonly tls?: string;
}

/**
 * One model-API request, as any log format tells it: the only shape that the rest of the lab knows.
 * A field is absent where the format does not carry it; nothing is guessed.
 */
export interface RequestEvent {
  /** Arrival, epoch milliseconds, UTC; an integer. */
  readonly timeMs: number;
  readonly requestId: string;
  /** The unit that can be suspended. */
  readonly account: string;
  /** The paying entity, where the log names it. */
  readonly organization?: string;
  readonly apiKey?: string;
  readonly session?: string;
  readonly client: ClientObservation;
  readonly model?: string;
  /** HTTP status; 200 where the log only says that it succeeded. */
  readonly status?: number;
  readonly prompt: PromptText;
  readonly response: ResponseText;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Absent where the request has none. */
  readonly reasoning?: ReasoningTokens;
}

/**
 * Opaque tokens that stand for a model's hidden reasoning: a provider issues each in one answer, and its client presents
 * it again in later requests of that conversation. At most 64 of each side, the last ones.
 */
export interface ReasoningTokens {
  /** In the answer. */
  readonly issued: readonly string[];
  /** In the request's history. */
  readonly presented: readonly string[];
}

/** The parts of a request's text that are sketched. Empty string where a part is absent. */
export interface PromptText {
  /** System prompt or instructions; several blocks joined by "\n". */
  readonly system: string;
  /** Text of the first message of role user; blocks joined by "\n"; tool results are not text. */
  readonly firstUser: string;
  /** Text of the last message of role user that has text; equals `firstUser` in a single-turn request. */
  readonly lastUser: string;
  /** Number of user messages that have text. */
  readonly userTurns: number;
}

export interface ResponseText {
  /** What the model showed as its answer; hidden reasoning is not part of it. */
  readonly text: string;
  /** The provider itself marked the answer as refused or blocked. */
  readonly refused: boolean;
}

/** A line that could not be read; it goes to `rejected.ndjson` and never stops a run. */
export interface RejectedLine {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly field?: string;
  /** What is wrong and what would mend it, in one sentence; never contains text of a request. */
  readonly reason: string;
}
