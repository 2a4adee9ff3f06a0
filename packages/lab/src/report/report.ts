import type { Origin } from "../events/request-event.ts";

/** The independent evidence families of a verdict (contracts.md, section 4). */
export type EvidenceFamily = "content" | "timing" | "identity" | "lifecycle" | "replay";

/** `report.json`, schema `stillwatch.report/1`. Wire names stay as in the contract. */
export interface Report {
  readonly schema: "stillwatch.report/1";
  readonly generator: { readonly name: "stillwatch"; readonly version: string; readonly seed: number };
  readonly input: ReportInput;
  readonly fdr: number;
  readonly campaigns: readonly ReportCampaign[];
  readonly below_threshold: readonly ReportCampaign[];
  /** Groups that look alike and were spared, with the reason. */
  readonly spared: readonly SparedGroup[];
  readonly declared_uses: readonly DeclaredUseNote[];
  readonly blind_spots: readonly BlindSpot[];
  readonly measure: Measure;
}

export interface ReportInput {
  readonly files: readonly ReportFile[];
  readonly events: number;
  readonly accounts: number;
  /** RFC 3339, UTC; empty string where there is no event. */
  readonly first: string;
  readonly last: string;
  /** Lines left out because an earlier line has the same request id. */
  readonly duplicates: number;
  /** The baseline that stood in for the log's own ordinary traffic, and what is wrong with it. */
  readonly baseline?: {
    readonly first: string;
    readonly last: string;
    readonly accounts: number;
    readonly warnings: readonly string[];
  };
  /** The lab's own rules that took part. */
  readonly rules?: readonly { readonly id: string; readonly title: string }[];
  /** Side tables: rows read, rejected, and rows about accounts that the log does not have. */
  readonly side_tables: readonly {
    readonly table: "accounts" | "enforcement" | "releases" | "declared-use";
    readonly path: string;
    readonly rows: number;
    readonly rejected: number;
    readonly unmatched: number;
  }[];
}

export interface ReportFile {
  readonly path: string;
  readonly format: string;
  readonly lines: number;
  readonly events: number;
  readonly rejected: number;
  /** Event field → where it was read from, and how far it may be trusted. */
  readonly fields: Readonly<Record<string, { readonly from: string; readonly origin: Origin }>>;
}

export interface ReportCampaign {
  readonly id: string;
  /** Posterior that the group is coordinated harvesting, 0–1. */
  readonly probability: number;
  /** Benjamini–Hochberg, over all candidates of the run. */
  readonly q_value: number;
  readonly p_value: number;
  /** e.g. `template-harvest`, `injected-block`, `pool-failover`, `reasoning-elicitation`, `rubric-grading`. */
  readonly shapes: readonly string[];
  /** One sentence that an analyst can read aloud. */
  readonly verdict: string;
  readonly accounts: readonly ReportAccount[];
  readonly requests: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly evidence: readonly ReportEvidence[];
  /** What the decision would be without each family that speaks for it. */
  readonly leave_one_out: readonly {
    readonly without: EvidenceFamily;
    readonly probability: number;
    readonly q_value: number;
    readonly reported: boolean;
  }[];
  /** What the decision would be without single things that speak for it, such as one kind of shared value. */
  readonly counterfactuals: readonly {
    /** To stand after "without". */
    readonly without: string;
    readonly probability: number;
    readonly q_value: number;
    readonly reported: boolean;
  }[];
  readonly template: TemplateView | null;
  readonly raster: Raster;
  readonly links: readonly IdentityLink[];
  readonly neighbours: readonly SparedGroup[];
  readonly declared_uses: readonly DeclaredUseNote[];
  /** Below the threshold: why it is not reported, in words, what decides first. */
  readonly reasons?: readonly string[];
}

export interface ReportAccount {
  readonly account: string;
  /** 0–1. */
  readonly membership: number;
  /** Requests that belong to the campaign (not cover traffic). */
  readonly requests: number;
  /** All requests of the account in the log. */
  readonly all_requests: number;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly banned_at?: string;
  /** Why it is a member, in short phrases ("312 requests in the template", "shares a card with 7 members"). */
  readonly reasons: readonly string[];
}

export interface ReportEvidence {
  readonly family: EvidenceFamily;
  /** Detector id, e.g. "D1". */
  readonly detector: string;
  readonly log_likelihood_ratio: number;
  /** One sentence, figures included. */
  readonly summary: string;
  readonly request_ids: readonly string[];
  /** File and first line of these requests, where a line holds a request. */
  readonly places: readonly { readonly file: string; readonly line: number }[];
  /** "observed" = counted in the log; "inferred" = follows by a test. */
  readonly kind: "observed" | "inferred";
  /** Named figures of the test, for the analyst ("p" "null_mean" …). */
  readonly figures: Readonly<Record<string, number>>;
}

/** The shared text with its variable slots, in a few redacted examples. */
export interface TemplateView {
  readonly part: "system" | "user";
  /** Fixed text and slots, in order, as the examples agree on them. */
  readonly pieces: readonly TemplatePiece[];
  readonly examples: readonly {
    readonly request_id: string;
    readonly account: string;
    readonly time: string;
    readonly pieces: readonly TemplatePiece[];
  }[];
}

export interface TemplatePiece {
  readonly kind: "fixed" | "slot";
  /** Redacted text; a slot is cut to a bounded length. */
  readonly text: string;
}

/** Account × time counts, rows ordered by first use; marks are drawn over it. */
export interface Raster {
  /** RFC 3339 of the left edge of the first column. */
  readonly start: string;
  readonly bin_seconds: number;
  readonly bins: number;
  readonly rows: readonly {
    readonly account: string;
    /** Campaign requests per bin. */
    readonly counts: readonly number[];
  }[];
  /** Accounts beyond the rows shown. */
  readonly more_accounts: number;
  readonly marks: readonly {
    readonly time: string;
    readonly kind: "release" | "ban" | "limit" | "verify" | "reinstate";
    readonly label: string;
    readonly account?: string;
  }[];
}

/** Why accounts hang together: one value that several members share. */
export interface IdentityLink {
  readonly kind: "payment" | "device" | "signup_ip" | "email_domain" | "network" | "signup_burst";
  /** Opaque token as the lab's own table has it. */
  readonly value: string;
  readonly accounts: readonly string[];
  /** Accounts in the whole log that have the value. */
  readonly accounts_overall: number;
  /** Rarity weight, 0–1. */
  readonly weight: number;
}

/** A group that shares text or identity and was not reported, and what separated it. */
export interface SparedGroup {
  readonly label: string;
  readonly accounts: number;
  readonly payers: number;
  readonly requests: number;
  /** 0–1: how near to this campaign (or to the threshold, at report level). */
  readonly similarity: number;
  readonly reasons: readonly string[];
  /** At report level: up to 20 of its accounts. */
  readonly account_ids?: readonly string[];
  /** At report level: the beginning of the text that its requests share, redacted, without what differs between them. */
  readonly shared_text?: string;
}

export interface DeclaredUseNote {
  readonly subject: string;
  readonly use: string;
  readonly from?: string;
  readonly until?: string;
  readonly requests: number;
  /** What the declaration changed, in a sentence. */
  readonly effect: string;
  /** Whether the accounts behave as such a use does; absent where that was not looked at. */
  readonly check?: DeclaredUseCheck;
}

/** A declared use held against what such a use does by its nature. */
export interface DeclaredUseCheck {
  readonly expected: string;
  /** The figures: those that differ from what is expected, or all of them where none does. */
  readonly observed: string;
  readonly agrees: boolean;
}

export interface BlindSpot {
  /** e.g. "accounts", "releases", "client.ip", "response". */
  readonly missing: string;
  /** What it would have decided. */
  readonly would_decide: string;
}

/** The public measure of the memorandum: the number of large-scale data requests. */
export interface Measure {
  /** Requests that belong to a reported campaign. */
  readonly large_scale_requests: number;
  readonly definition: string;
  /** Per UTC day, ascending. */
  readonly daily: readonly {
    readonly day: string;
    readonly large_scale_requests: number;
    readonly requests: number;
  }[];
}
