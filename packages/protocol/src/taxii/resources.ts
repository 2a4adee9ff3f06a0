/**
 * The resources of TAXII 2.1 as they stand on the wire, with their wire names. Absent properties are left out, never
 * `null`; lists are left out rather than empty (section 2). Servers may add properties of their own (section 7).
 */

/** What a server is and which API roots it tells this client about (section 4.1.1). */
export interface DiscoveryResource {
  readonly title: string;
  readonly description?: string;
  readonly contact?: string;
  /** One of `api_roots`. */
  readonly default?: string;
  /** Absolute URLs, or paths that begin with one `/`. */
  readonly api_roots?: readonly string[];
}

/** One API root: often one trust group (section 4.2.1). */
export interface ApiRootResource {
  readonly title: string;
  readonly description?: string;
  /** Media types; `application/taxii+json;version=2.1` is among them. */
  readonly versions: readonly string[];
  /** Largest request body in octets. */
  readonly max_content_length: number;
}

/** A collection, and what the client that asks may do with it (section 5.2.1). */
export interface CollectionResource {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  /** A second name, unique within the API root, that stands in URLs as well as the id does. */
  readonly alias?: string;
  readonly can_read: boolean;
  readonly can_write: boolean;
  readonly media_types?: readonly string[];
}

/** Section 5.1.1. */
export interface CollectionsResource {
  readonly collections?: readonly CollectionResource[];
}

/**
 * A page of objects (section 3.7). The objects are whatever the maker wants them to be: parsed values in a client,
 * nothing in a server, which joins stored texts.
 */
export interface EnvelopeResource<StixObject = unknown> {
  readonly more?: boolean;
  /** Opaque to the client. */
  readonly next?: string;
  readonly objects?: readonly StixObject[];
}

/** One version of one object in a manifest (section 5.3.1). */
export interface ManifestRecord {
  readonly id: string;
  readonly date_added: string;
  /** `modified`, else `created`, else what the server takes for it. */
  readonly version: string;
  readonly media_type?: string;
}

/** Section 5.3.1; `next` is not in the standard (its issue 110), and without it clients loop. */
export interface ManifestResource {
  readonly more?: boolean;
  readonly next?: string;
  readonly objects?: readonly ManifestRecord[];
}

/** Versions of one object (section 5.8.1); `next` as in a manifest. */
export interface VersionsResource {
  readonly more?: boolean;
  readonly next?: string;
  readonly versions?: readonly string[];
}

/** What became of one object of a request (section 4.3.1). */
export interface StatusDetails {
  readonly id: string;
  readonly version: string;
  readonly message?: string;
}

/** What became of a request to add objects (section 4.3.1). The counts add up to `total_count`. */
export interface StatusResource {
  readonly id: string;
  readonly status: "complete" | "pending";
  readonly request_timestamp?: string;
  readonly total_count: number;
  readonly success_count: number;
  readonly successes?: readonly StatusDetails[];
  readonly failure_count: number;
  readonly failures?: readonly StatusDetails[];
  readonly pending_count: number;
  readonly pendings?: readonly StatusDetails[];
}

/** Body of an answer with status 400 to 599 (section 3.6.1). */
export interface ErrorMessage {
  readonly title: string;
  readonly description?: string;
  /** Tells this occurrence from others, for a person who asks about it. */
  readonly error_id?: string;
  readonly error_code?: string;
  /** The HTTP status as text. */
  readonly http_status?: string;
  readonly external_details?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Header with the `date_added` of the first object of a page (section 3.2). */
export const DATE_ADDED_FIRST = "X-TAXII-Date-Added-First";

/** Header with the `date_added` of the last object of a page (section 3.2). */
export const DATE_ADDED_LAST = "X-TAXII-Date-Added-Last";
