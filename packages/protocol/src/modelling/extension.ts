import { STILLWATCH_IDENTITY } from "../stix/markings-purpose.ts";

/**
 * Our one extension (packages/protocol/extension: text, schema, examples). The types below are its properties on each
 * host object, without `extension_type`; wire names.
 */
export const DISTILLATION_EXTENSION = "extension-definition--1f3c906c-a434-4812-9a9e-c69939c590f0";

/** How sure the source is. `lead`: nobody reviewed it. None of them permits acting without a review of one's own. */
export type EvidenceLevel = "lead" | "reviewed" | "corroborated";

/** What is wrong beyond the querying; `terms-only` where nothing else is known. */
export type WrongElement =
  | "fraudulent-credential"
  | "stolen-payment"
  | "stolen-key"
  | "access-control-evasion"
  | "geographic-evasion"
  | "protected-reasoning-replay"
  | "resale"
  | "terms-only";

export interface CampaignProperties {
  readonly evidence_level: EvidenceLevel;
  readonly wrong_elements: readonly WrongElement[];
  readonly shapes?: readonly string[];
  readonly evidence?: readonly FamilyEvidence[];
  readonly q_value?: number;
}

export interface FamilyEvidence {
  readonly family: "content" | "timing" | "identity" | "lifecycle" | "replay";
  /** Natural logarithm. */
  readonly log_likelihood_ratio: number;
  readonly detector_ids?: readonly string[];
}

export interface InfrastructureProperties {
  readonly evidence_level: EvidenceLevel;
  readonly account_count: number;
  readonly linkage_kinds?: readonly LinkageKind[];
  readonly method?: string;
}

export type LinkageKind =
  | "payment"
  | "device"
  | "signup-ip"
  | "email-domain"
  | "network"
  | "signup-burst"
  | "template"
  | "timing"
  | "failover"
  | "replay";

export interface UserAccountProperties {
  readonly evidence_level?: EvidenceLevel;
  readonly blinding_method: "HMAC-SHA-256" | "OPRF-ristretto255-SHA512";
  /** Period of the blinding key. */
  readonly epoch: string;
}

export interface ObservedDataProperties {
  readonly unit: "large-scale-data-requests" | "active-accounts";
  readonly bucket_seconds: number;
  readonly series: readonly number[];
  /** Share of the time with telemetry, 0–1. */
  readonly coverage: number;
  readonly noise_mechanism: "none" | "two-sided-geometric" | "laplace";
  readonly epsilon?: number;
}

export interface IndicatorProperties {
  readonly evidence_level?: EvidenceLevel;
  /** SHA-256 of `pattern`, in hexadecimal. */
  readonly rule_document_digest: string;
  readonly rule_document_schema?: string;
  readonly tested_false_positive_rate?: number;
  readonly tested_on?: "published-corpus" | "own-traffic" | "cases-of-the-rule";
  readonly data_needed?: readonly string[];
}

export interface SoftwareProperties {
  readonly evidence_level: EvidenceLevel;
  /** `2026-11-24`. */
  readonly release_date: string;
  readonly license?: string;
  readonly weights_hashes?: readonly string[];
  readonly tests?: readonly {
    readonly name: string;
    readonly score: number;
    readonly p_value?: number;
    readonly p_value_floor?: number;
    readonly controls?: number;
  }[];
}

export interface SightingProperties {
  readonly evidence_level?: EvidenceLevel;
  readonly searched_from: string;
  readonly searched_until: string;
  readonly requests_searched?: "up-to-1e6" | "1e6-to-1e8" | "over-1e8";
}

/** Host type → its properties. */
export interface DistillationProperties {
  readonly campaign: CampaignProperties;
  readonly infrastructure: InfrastructureProperties;
  readonly "user-account": UserAccountProperties;
  readonly "observed-data": ObservedDataProperties;
  readonly indicator: IndicatorProperties;
  readonly software: SoftwareProperties;
  readonly sighting: SightingProperties;
}

/** The object that announces the extension, for an operator to put where members find it. */
export const DISTILLATION_EXTENSION_DEFINITION = {
  type: "extension-definition",
  spec_version: "2.1",
  id: DISTILLATION_EXTENSION,
  created_by_ref: STILLWATCH_IDENTITY,
  created: "2026-11-24T00:00:00.000Z",
  modified: "2026-11-24T00:00:00.000Z",
  name: "Distillation sharing",
  description:
    "What providers of AI models tell each other about adversarial distillation beyond STIX 2.1: on campaign, " +
    "infrastructure, user-account, observed-data, indicator, software and sighting. Every object makes sense without it.",
  schema:
    `${DISTILLATION_EXTENSION}.json in the folder extension-definition-specifications/distillation-sharing-1f3 of the ` +
    "npm package @stillwatch/protocol (JSON Schema 2020-12, with text and examples beside it)",
  version: "1.0.0",
  extension_types: ["property-extension"],
} as const;

/** The identity that publishes the extension and the purpose markings. */
export const STILLWATCH_IDENTITY_OBJECT = {
  type: "identity",
  spec_version: "2.1",
  id: STILLWATCH_IDENTITY,
  created_by_ref: STILLWATCH_IDENTITY,
  created: "2026-11-24T00:00:00.000Z",
  modified: "2026-11-24T00:00:00.000Z",
  name: "Stillwatch",
  description:
    "The project that publishes Stillwatch, an exchange for intelligence on adversarial distillation. Neither a member " +
    "nor an operator of an exchange.",
  identity_class: "group",
} as const;
