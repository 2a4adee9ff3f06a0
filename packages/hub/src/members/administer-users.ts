import { bad, requireName, type Actor, type AdministrationContext } from "./administration-context.ts";
import type { Role } from "./caller.ts";
import { hashPassword } from "./password.ts";

/** What an operator has to know of a person whom an identity provider will vouch for. */
export interface PersonBinding {
  readonly issuer: string;
  readonly subject?: string;
  /** Bound to the subject at the first login with this address, if the provider has verified it. */
  readonly email?: string;
}

/** Users of organisations: people and programs. */
export function userAdministration(context: AdministrationContext) {
  const { store, randomBytes, forget, entry, organizationNamed, userNamed } = context;
  return {
    async addUser(
      user: {
        readonly organization: string;
        readonly name: string;
        readonly roles: readonly Role[];
        /** For trials and black-box suites. */
        readonly password?: string;
        readonly person?: PersonBinding;
      },
      by: Actor,
    ): Promise<void> {
      requireName(user.name);
      if (user.name.includes(":")) throw bad("a user's name has no colon (HTTP Basic cannot carry one)");
      if (user.roles.length === 0) throw bad("a user needs a role: analyst, counsel, operator or auditor");
      if (user.person !== undefined && user.person.subject === undefined && user.person.email === undefined) {
        throw bad("a person is bound by subject or by e-mail address; give one of them");
      }
      const { number } = await organizationNamed(user.organization);
      await store.addUser(
        {
          organization: number,
          name: user.name,
          roles: [...new Set(user.roles)],
          ...(user.password !== undefined && {
            passwordHash: await hashPassword(user.password, randomBytes),
          }),
          ...(user.person !== undefined && { person: user.person }),
        },
        entry(by, "user.add", { targetKind: "user", target: "" }),
      );
    },

    userNamed,

    async suspendUser(name: string, suspended: boolean, by: Actor): Promise<void> {
      const { user } = await userNamed(name);
      const action = suspended ? "user.suspend" : "user.resume";
      await store.suspendUser(
        user,
        suspended,
        entry(by, action, { targetKind: "user", target: String(user) }),
      );
      forget();
    },
  };
}
