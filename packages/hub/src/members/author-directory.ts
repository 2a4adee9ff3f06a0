import type { AuthorDirectory } from "../collections/author.ts";
import { HubError } from "../hub-error.ts";
import type { OrganizationNumber } from "./caller.ts";
import type { MemberStore } from "./member-store.ts";
import { pseudonymOf } from "./pseudonym.ts";

/** Answers `collections/` who an author is and which audiences it may address. */
export function authorDirectory(
  store: Pick<MemberStore, "organizations" | "audiencesOf">,
  pseudonymSecret: Uint8Array,
): AuthorDirectory {
  return {
    async authorIn(collection, organization) {
      const organizations = await store.organizations();
      const author = organizations.find(({ number }) => number === organization);
      if (author === undefined)
        throw new HubError("unauthenticated", "the organisation is not known any more");
      const pseudonym = (number: OrganizationNumber) =>
        pseudonymOf(pseudonymSecret, { collection, organization: number });
      const others = new Set(
        organizations.filter(({ number }) => number !== organization).map(({ number }) => pseudonym(number)),
      );
      return {
        organization,
        ownAudience: author.ownAudience,
        identities: author.identities,
        names: [author.name],
        pseudonym: pseudonym(organization),
        isForeignPseudonym: (id) => others.has(id),
      };
    },

    async audiencesNamed(organization, publicIds) {
      const open = await store.audiencesOf(organization, publicIds);
      const numbers = publicIds.map((publicId) => open.get(publicId.toLowerCase()));
      return numbers.every((number) => number !== undefined) ? numbers : undefined;
    },
  };
}
