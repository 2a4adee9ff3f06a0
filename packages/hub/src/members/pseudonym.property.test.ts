import fc from "fast-check";
import { expect, it } from "vitest";
import type { CollectionNumber } from "../collections/version-store.ts";
import type { OrganizationNumber } from "./caller.ts";
import { pseudonymOf } from "./pseudonym.ts";

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });
const place = fc.record({
  collection: fc.integer({ min: 1, max: 100 }).map((number) => number as CollectionNumber),
  organization: fc.integer({ min: 1, max: 100 }).map((number) => number as OrganizationNumber),
});

it("is a version 4 UUID, the same each time, and another for another place or secret", () => {
  fc.assert(
    fc.property(secret, secret, place, place, (one, other, here, there) => {
      const pseudonym = pseudonymOf(one, here);
      expect(pseudonym).toMatch(
        /^identity--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect(pseudonymOf(one, here)).toBe(pseudonym);
      const same = here.collection === there.collection && here.organization === there.organization;
      expect(pseudonymOf(one, there) === pseudonym).toBe(same);
      expect(pseudonymOf(other, here) === pseudonym).toBe(Buffer.from(one).equals(other));
    }),
  );
});
