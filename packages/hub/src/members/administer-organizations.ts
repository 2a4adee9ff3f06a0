import type { CollectionNumber } from "../collections/version-store.ts";
import { HubError } from "../hub-error.ts";
import { bad, requireName, type Actor, type AdministrationContext } from "./administration-context.ts";
import type { OrganizationNumber } from "./caller.ts";
import type { Grant } from "./member-store.ts";

const IDENTITY = /^identity--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Organisations, the audiences they belong to and what they may do in collections. */
export function organizationAdministration(context: AdministrationContext) {
  const { store, forget, entry, organizationNamed } = context;
  return {
    async addOrganization(
      organization: { readonly name: string; readonly identities: readonly string[] },
      by: Actor,
    ): Promise<OrganizationNumber> {
      requireName(organization.name);
      for (const identity of organization.identities) requireIdentity(identity);
      return store.addOrganization(
        organization,
        entry(by, "organization.add", { targetKind: "organization", target: "" }),
      );
    },

    async declareIdentity(name: string, identity: string, by: Actor): Promise<void> {
      requireIdentity(identity);
      const { number } = await organizationNamed(name);
      const target = { targetKind: "organization", target: String(number) } as const;
      await store.declareIdentity(number, identity, entry(by, "identity.declare", target));
    },

    async suspendOrganization(name: string, suspended: boolean, by: Actor): Promise<void> {
      const { number } = await organizationNamed(name);
      const target = { targetKind: "organization", target: String(number) } as const;
      const action = suspended ? "organization.suspend" : "organization.resume";
      await store.suspendOrganization(number, suspended, entry(by, action, target));
      forget();
    },

    /** @returns the UUID by which requests name the audience */
    async addAudience(name: string, members: readonly string[], by: Actor): Promise<string> {
      requireName(name);
      const organizations = await Promise.all(members.map(organizationNamed));
      const audience = await store.addAudience(
        name,
        entry(by, "audience.add", { targetKind: "audience", target: "" }),
      );
      for (const { number } of organizations) {
        const audit = entry(by, "audience.change", { targetKind: "audience", target: audience });
        await store.changeAudience({ audience, organization: number, member: true }, audit);
      }
      forget();
      return audience;
    },

    async changeAudience(
      change: { readonly audience: string; readonly organization: string; readonly member: boolean },
      by: Actor,
    ): Promise<void> {
      const { number } = await organizationNamed(change.organization);
      const audit = entry(by, "audience.change", { targetKind: "audience", target: change.audience });
      const changed = await store.changeAudience(
        { audience: change.audience, organization: number, member: change.member },
        audit,
      );
      forget();
      if (!changed) throw new HubError("not-found", "there is no such audience; name it by its UUID");
    },

    async grant(
      grant: Grant & { readonly organization: string; readonly collection: CollectionNumber },
      by: Actor,
    ): Promise<void> {
      const { number } = await organizationNamed(grant.organization);
      const audit = entry(by, "collection.grant", {
        targetKind: "collection",
        target: String(grant.collection),
      });
      await store.grant({ ...grant, organization: number }, audit);
    },
  };
}

function requireIdentity(identity: string): void {
  if (!IDENTITY.test(identity)) throw bad("a STIX identity id is identity-- and a UUID in lower case");
}
