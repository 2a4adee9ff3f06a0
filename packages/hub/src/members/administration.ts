import { credentialAdministration } from "./administer-credentials.ts";
import { organizationAdministration } from "./administer-organizations.ts";
import { userAdministration } from "./administer-users.ts";
import { administrationContext, type AdministrationParts } from "./administration-context.ts";

export { COMMAND_LINE, type Actor } from "./administration-context.ts";
export type { KeyWish } from "./administer-credentials.ts";
export type { PersonBinding } from "./administer-users.ts";

export type MemberAdministration = ReturnType<typeof memberAdministration>;

/**
 * Changes organisations, users and credentials by name. Each change goes on the audit record in the same transaction,
 * and counts at once in this process.
 *
 * Each function throws HubError: `bad-request` for what makes no sense, `not-found` for a name nobody has, `conflict`
 * for one that is taken.
 */
export function memberAdministration(parts: AdministrationParts) {
  const context = administrationContext(parts);
  return {
    ...organizationAdministration(context),
    ...userAdministration(context),
    ...credentialAdministration(context),
  };
}
