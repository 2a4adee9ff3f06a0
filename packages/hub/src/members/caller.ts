/** Number of an organisation in the store; never shown to anyone. */
export type OrganizationNumber = number & { readonly brand: "organization" };

/** Number of an audience: a set of organisations. Every organisation is also an audience of its own. */
export type AudienceNumber = number & { readonly brand: "audience" };

export type Role = "analyst" | "counsel" | "operator" | "auditor";

/**
 * Who asks, once proven: only `members/authenticate.ts` makes one.
 *
 * `audiences` is the whole of what this caller belongs to at this moment, its organisation's own audience included.
 */
export interface Caller {
  readonly kind: "key" | "certificate" | "person";
  readonly organization: OrganizationNumber;
  readonly ownAudience: AudienceNumber;
  readonly audiences: ReadonlySet<AudienceNumber>;
  readonly roles: ReadonlySet<Role>;
  /** A read-only key may do nothing that changes the store, whatever its roles; sightings included. */
  readonly readOnly: boolean;
  /** Public id of the key, certificate or session, for logs and quotas. */
  readonly credential: string;
}
