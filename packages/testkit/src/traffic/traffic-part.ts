import type { AnswerMemory } from "./answer-memory.ts";
import type { Random } from "./random.ts";

/** Which wire format the account's software speaks. */
export type Wire = "anthropic" | "openai.chat" | "openai.responses" | "gemini";

/** Where a request comes from. */
export interface Network {
  readonly ip: string;
  readonly asn: number;
  readonly country: string;
}

/** One customer: what the side table says about her, and the software and networks she uses. */
export interface Account {
  readonly account: string;
  readonly organization: string;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly plan: string;
  readonly signupPath: string;
  readonly payment: string | null;
  readonly emailDomain: string;
  readonly device: string;
  readonly signupIp: string;
  readonly country: string;
  readonly apiKey: string;
  readonly wire: Wire;
  readonly userAgent: string;
  readonly tls: string;
  readonly utcOffset: number;
  /** Place in the order of models, 0 the newest habit; which model that is depends on wire and day. */
  readonly modelRank: number;
  /** Epoch milliseconds from which the account uses a model released in the window; infinite if never. */
  readonly pivotsAt: number;
  readonly temperature: number | null;
  readonly maxTokens: number;
  /** Its software asks for reasoning and sends it back with the conversation. */
  readonly thinks: boolean;
  /** The network of a request; a person moves, a server does not. */
  readonly network: (random: Random) => Network;
}

/** The content of one request, before it is written in a provider's wire format. */
export interface Draft {
  readonly system: string | null;
  /** User and assistant in turn, beginning and ending with the user. */
  readonly messages: readonly string[];
  readonly answer: string;
  readonly refused: boolean;
}

/** One request of one day's plan; the text is made only when it is written. */
export interface PlannedRequest {
  readonly timeMs: number;
  readonly account: Account;
  readonly session: string;
  /** Belongs to the part's own purpose; false for the cover traffic of a campaign. */
  readonly planted: boolean;
  /** Makes the text; what the model answered before, to whomever, can be quoted. */
  readonly draft: (random: Random, answers: AnswerMemory) => Draft;
  /** Whose reasoning it sends back; its own conversation's where absent. */
  readonly reasoning?: ReasoningPlan;
  /** Pool of the composer's memory that keeps the answer, to be quoted later. */
  readonly rememberAs?: string;
}

/** Names of reasoning blocks (`reasoning.ts`). */
export interface ReasoningPlan {
  /** By place of the answer in the history. */
  readonly presents: readonly string[];
  /** Name of the block that comes with the answer; the session's next where absent. */
  readonly issues?: string;
}

/** Why a part is in the traffic. */
export type PartKind = "background" | "campaign" | "look-alike";

/** A group of accounts with one purpose: a campaign, one kind of honest look-alike, or the rest of the world. */
export interface TrafficPart {
  readonly name: string;
  readonly kind: PartKind;
  readonly accounts: readonly Account[];
  readonly enforcement: readonly Enforcement[];
  readonly declaredUses: readonly DeclaredUse[];
  /** Requests that begin on the given day (0 = first), in any order. */
  readonly planDay: (day: number, random: Random) => readonly PlannedRequest[];
}

/** A row of the enforcement side table. */
export interface Enforcement {
  readonly timeMs: number;
  readonly account: string;
  readonly action: "ban" | "limit" | "verify" | "reinstate";
}

/** A row of the declared-use side table. */
export interface DeclaredUse {
  readonly organization: string;
  readonly use: "evaluation" | "distillation" | "synthetic-data" | "red-team" | "reseller" | "batch";
  readonly note: string;
}
