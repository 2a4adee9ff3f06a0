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
export { formatTimestamp, formatVersion, parseTimestamp } from "./taxii/timestamp.ts";

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
export { type Opinion, type OpinionValue } from "./standing/opinion-balance.ts";
export { type Sighting } from "./standing/sighting-weights.ts";
export {
  standingOf,
  type HumanVerdict,
  type Standing,
  type StandingInput,
  type StandingState,
} from "./standing/standing.ts";
