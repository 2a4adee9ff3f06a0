// taxii
export {
  CURSOR_DIGEST_BYTES,
  CURSOR_KEY_BYTES,
  decodeCursor,
  encodeCursor,
  type CursorSeal,
} from "./taxii/cursor.ts";
export {
  MOST_FILTER_VALUES,
  MOST_QUERY_CHARACTERS,
  parseFilters,
  type FilteredEndpoint,
  type FilterRefusal,
  type FilterRefusalCode,
  type Filters,
  type VersionFilter,
} from "./taxii/filters.ts";
export { formatFilters } from "./taxii/format-filters.ts";
export { acceptsTaxii, isTaxiiContent, STIX_MEDIA_TYPE, TAXII_MEDIA_TYPE } from "./taxii/media-types.ts";
export {
  DATE_ADDED_FIRST,
  DATE_ADDED_LAST,
  type ApiRootResource,
  type CollectionResource,
  type CollectionsResource,
  type DiscoveryResource,
  type EnvelopeResource,
  type ErrorMessage,
  type ManifestRecord,
  type ManifestResource,
  type StatusDetails,
  type StatusResource,
  type VersionsResource,
} from "./taxii/resources.ts";
export { formatTimestamp, formatVersion, parseTimestamp } from "./stix/timestamp.ts";
export type { AddReport, AddRequest, ObjectText } from "./taxii/client/add-objects.ts";
export { DEFAULT_PATIENCE, type Patience } from "./taxii/client/back-off.ts";
export { taxiiClient, type TaxiiClient } from "./taxii/client/client.ts";
export type { ConnectionOptions } from "./taxii/client/connection.ts";
export type { Credentials } from "./taxii/client/credentials.ts";
export { BEGINNING, type PagePosition } from "./taxii/client/page-position.ts";
export type { Page, PageFilters, PageQuery } from "./taxii/client/pages.ts";
export type { ReceivedObject } from "./taxii/client/read-pages.ts";
export type { FoundCollection, FoundRoot } from "./taxii/client/server-map.ts";
export { TaxiiError, type TaxiiErrorCode } from "./taxii/client/taxii-error.ts";

// markings and standing
export {
  isPublishedMarking,
  levelsDefinedBy,
  markingsOf,
  type Markable,
  type MarkingLevel,
  type Markings,
  type PapLevel,
  type TlpLevel,
} from "./stix/markings.ts";
export {
  IEP_EXTENSION,
  PAP_EXTENSION,
  PAP_MARKINGS,
  TLP_EXTENSION,
  TLP_MARKINGS,
  type PublishedMarking,
} from "./stix/markings-published.ts";
export { type Opinion } from "./standing/opinion-balance.ts";
export { type Sighting } from "./standing/sighting-weights.ts";
export {
  standingOf,
  type HumanVerdict,
  type Standing,
  type StandingInput,
  type StandingState,
} from "./standing/standing.ts";

// extension and modelling
export { PURPOSE_MARKINGS, STILLWATCH_IDENTITY } from "./stix/markings-purpose.ts";
export {
  DISTILLATION_EXTENSION,
  DISTILLATION_EXTENSION_DEFINITION,
  STILLWATCH_IDENTITY_OBJECT,
  type CampaignProperties,
  type DistillationProperties,
  type EvidenceLevel,
  type FamilyEvidence,
  type IndicatorProperties,
  type InfrastructureProperties,
  type LinkageKind,
  type ObservedDataProperties,
  type SightingProperties,
  type SoftwareProperties,
  type UserAccountProperties,
  type WrongElement,
} from "./modelling/extension.ts";
export { ATLAS_TECHNIQUES, type AtlasTechnique } from "./modelling/atlas-technique.ts";
export { blindHandle, readBlindedHandle, type BlindedHandle } from "./modelling/blinded-handle.ts";
export { type Authorship, type ModelledObject } from "./modelling/build-object.ts";
export { ModellingError, type ModellingErrorCode } from "./modelling/modelling-error.ts";
export { buildAccount, buildAccountCluster, type AccountClusterInput } from "./modelling/account-cluster.ts";
export { buildActivityCluster, buildCampaign, type CampaignInput } from "./modelling/campaign.ts";
export { buildCounterMeasure } from "./modelling/counter-measure.ts";
export { AI_PROMPT_EXTENSION, buildPromptTemplate, type TemplatePart } from "./modelling/prompt-template.ts";
export { buildRelationship, type RelationshipKind } from "./modelling/relationship.ts";
export {
  buildFalsePositive,
  buildNote,
  buildOpinion,
  type ObjectIds,
  type OpinionValue,
} from "./modelling/remarks.ts";
export { buildRequestSeries, type RequestSeriesInput } from "./modelling/request-series.ts";
export {
  buildRuleIndicator,
  type RuleIndicatorInput,
  type RuleLanguage,
} from "./modelling/rule-indicator.ts";
export { sharedCampaign, type SharedCampaignInput } from "./modelling/shared-campaign.ts";
export { buildSearchInVain, buildSighting, type SightingInput } from "./modelling/sighting.ts";
export { buildSuspectedStudent, type SuspectedStudentInput } from "./modelling/suspected-student.ts";

// encoding and STIX validation
export { canonicalJson } from "./encoding/canonical-json.ts";
export { type JsonRefusal, type JsonRefusalCode } from "./encoding/json-refusal.ts";
export { readJson, type ReadJson } from "./encoding/read-json.ts";
export { type JsonLimits } from "./encoding/scan-json.ts";
export {
  DEFAULT_ENVELOPE_LIMITS,
  splitBundle,
  splitEnvelope,
  type EnvelopeItem,
  type EnvelopeLimits,
  type SplitBundle,
  type SplitEnvelope,
} from "./encoding/split-envelope.ts";
export { parseUuid, uuidV5, type Uuid } from "./encoding/uuid.ts";
export { MAX_FAULTS, type Fault, type FaultRule } from "./stix/fault.ts";
export { guardStixObject, type GuardOptions, type StixObject, type Verdict } from "./stix/guard.ts";
export { isIdentifier, isTypeName, parseIdentifier, type StixIdentifier } from "./stix/identifier.ts";
export {
  readStixObject,
  type CommonProperties,
  type ExternalReference,
  type ObservableProperties,
  type StixObjectOf,
  type StixObjects,
} from "./stix/object-types.ts";
export { checkPattern } from "./stix/pattern/check-pattern.ts";
export { MAX_PATTERN_DEPTH } from "./stix/pattern/comparisons.ts";
export { type PatternProblem } from "./stix/pattern/pattern-tokens.ts";
