import { guardStixObject, type StixObject } from "./guard.ts";

/** Properties that domain and relationship objects have in common (STIX 2.1 section 3.2). */
export interface CommonProperties {
  readonly spec_version: "2.1";
  readonly id: string;
  readonly created: string;
  readonly modified: string;
  readonly created_by_ref?: string;
  readonly revoked?: boolean;
  readonly labels?: readonly string[];
  /** 0 to 100. */
  readonly confidence?: number;
  readonly lang?: string;
  readonly external_references?: readonly ExternalReference[];
  readonly object_marking_refs?: readonly string[];
  readonly extensions?: Extensions;
}

/** Properties that cyber-observables have in common. */
export interface ObservableProperties {
  readonly spec_version?: "2.1";
  readonly id: string;
  readonly object_marking_refs?: readonly string[];
  readonly defanged?: boolean;
  readonly extensions?: Extensions;
}

/** By id of extension definition or predefined name; what is inside, only the extension's own schema says. */
export type Extensions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface ExternalReference {
  readonly source_name: string;
  readonly description?: string;
  readonly url?: string;
  readonly hashes?: Readonly<Record<string, string>>;
  readonly external_id?: string;
}

export interface KillChainPhase {
  readonly kill_chain_name: string;
  readonly phase_name: string;
}

interface Named {
  readonly name: string;
  readonly description?: string;
}

interface Seen {
  readonly first_seen?: string;
  readonly last_seen?: string;
}

/** The objects that an exchange about distillation is made of, by type: what is certain of a sound one. */
export interface StixObjects {
  readonly "attack-pattern": CommonProperties &
    Named & { readonly aliases?: readonly string[]; readonly kill_chain_phases?: readonly KillChainPhase[] };
  readonly campaign: CommonProperties &
    Named &
    Seen & { readonly aliases?: readonly string[]; readonly objective?: string };
  readonly "course-of-action": CommonProperties & Named;
  readonly "extension-definition": CommonProperties &
    Named & {
      readonly created_by_ref: string;
      readonly schema: string;
      readonly version: string;
      readonly extension_types: readonly string[];
      readonly extension_properties?: readonly string[];
    };
  readonly identity: CommonProperties &
    Named & {
      readonly roles?: readonly string[];
      readonly identity_class?: string;
      readonly sectors?: readonly string[];
      readonly contact_information?: string;
    };
  readonly indicator: CommonProperties &
    Partial<Named> & {
      readonly indicator_types?: readonly string[];
      readonly pattern: string;
      readonly pattern_type: string;
      readonly pattern_version?: string;
      readonly valid_from: string;
      readonly valid_until?: string;
      readonly kill_chain_phases?: readonly KillChainPhase[];
    };
  readonly infrastructure: CommonProperties &
    Named &
    Seen & {
      readonly infrastructure_types?: readonly string[];
      readonly aliases?: readonly string[];
      readonly kill_chain_phases?: readonly KillChainPhase[];
    };
  readonly "intrusion-set": CommonProperties &
    Named &
    Seen & { readonly aliases?: readonly string[]; readonly goals?: readonly string[] };
  readonly "marking-definition": Omit<CommonProperties, "modified"> & {
    readonly name?: string;
    readonly definition_type?: string;
    readonly definition?: Readonly<Record<string, unknown>>;
  };
  readonly note: CommonProperties & {
    readonly abstract?: string;
    readonly content: string;
    readonly authors?: readonly string[];
    readonly object_refs: readonly string[];
  };
  readonly "observed-data": CommonProperties & {
    readonly first_observed: string;
    readonly last_observed: string;
    /** 1 to 999,999,999. */
    readonly number_observed: number;
    /** Absent where the deprecated `objects` is there. */
    readonly object_refs?: readonly string[];
  };
  readonly opinion: CommonProperties & {
    readonly explanation?: string;
    readonly authors?: readonly string[];
    readonly opinion: "strongly-disagree" | "disagree" | "neutral" | "agree" | "strongly-agree";
    readonly object_refs: readonly string[];
  };
  readonly relationship: CommonProperties & {
    readonly relationship_type: string;
    readonly description?: string;
    readonly source_ref: string;
    readonly target_ref: string;
    readonly start_time?: string;
    readonly stop_time?: string;
  };
  readonly report: CommonProperties &
    Named & {
      readonly report_types?: readonly string[];
      readonly published: string;
      readonly object_refs: readonly string[];
    };
  readonly sighting: CommonProperties &
    Seen & {
      readonly description?: string;
      /** 0 to 999,999,999; 0 is "looked, not found". */
      readonly count?: number;
      readonly sighting_of_ref: string;
      readonly observed_data_refs?: readonly string[];
      readonly where_sighted_refs?: readonly string[];
      readonly summary?: boolean;
    };
  readonly software: ObservableProperties & {
    readonly name: string;
    readonly cpe?: string;
    readonly languages?: readonly string[];
    readonly vendor?: string;
    readonly version?: string;
  };
  readonly "user-account": ObservableProperties & {
    readonly user_id?: string;
    readonly account_login?: string;
    readonly account_type?: string;
    readonly display_name?: string;
    readonly is_disabled?: boolean;
    readonly account_created?: string;
    readonly account_first_login?: string;
    readonly account_last_login?: string;
  };
}

/** A sound object of one type. Properties that are not named here may be there as well. */
export type StixObjectOf<Type extends keyof StixObjects> = StixObject & {
  readonly type: Type;
} & StixObjects[Type];

/** Gives a value as a sound STIX 2.1 object of this type; undefined where it is none. */
export function readStixObject<Type extends keyof StixObjects>(
  value: unknown,
  type: Type,
): StixObjectOf<Type> | undefined {
  const verdict = guardStixObject(value);
  if (verdict.kind === "faulty" || verdict.object.type !== type) return undefined;
  // Of objects of STIX 2.0 only the common rules were checked.
  if (verdict.object.spec_version === "2.0") return undefined;
  return verdict.object as StixObjectOf<Type>;
}
