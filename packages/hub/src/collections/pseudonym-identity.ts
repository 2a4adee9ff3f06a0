/**
 * The identity object that stands for a member in a pseudonymous collection. It says the same each time, so that
 * neither its text nor its dates tell when or by whom the member's own identity was added.
 *
 * @param pseudonym - `identity--…`
 */
export function pseudonymIdentity(pseudonym: string): string {
  return JSON.stringify({
    type: "identity",
    spec_version: "2.1",
    id: pseudonym,
    created: PSEUDONYM_IDENTITY_DATE,
    modified: PSEUDONYM_IDENTITY_DATE,
    name: `Member ${pseudonym.slice("identity--".length).slice(0, 8)}`,
    description: "A member of the exchange that is known here by this pseudonym only.",
    identity_class: "organization",
  });
}

/** Date of every pseudonym's identity object; it means nothing. */
export const PSEUDONYM_IDENTITY_DATE = "2026-01-01T00:00:00.000Z";
