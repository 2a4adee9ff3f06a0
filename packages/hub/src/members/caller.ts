/** Number of an organisation in the store; never shown to anyone. */
export type OrganizationNumber = number & { readonly brand: "organization" };

/** Number of an audience: a set of organisations. Every organisation is also an audience of its own. */
export type AudienceNumber = number & { readonly brand: "audience" };

/** Number of a user: a person or a program of one organisation; never shown to anyone. */
export type UserNumber = number & { readonly brand: "user" };

/** What a user may be. `permissions.ts` says what each may do. */
export const ROLES = ["analyst", "counsel", "operator", "auditor"] as const;

export type Role = (typeof ROLES)[number];

/** Who asks, once proven: only `authenticate.ts` makes one. */
export type { Caller } from "./authenticate.ts";
