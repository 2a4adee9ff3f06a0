import { splitEnvelope, type EnvelopeItem } from "@stillwatch/protocol";
import { describe, expect, it } from "vitest";
import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";
import { admit, MOST_OBJECT_BYTES, type Admission } from "./admit.ts";
import type { Author } from "./author.ts";

const OWN = 1 as AudienceNumber;
const NAMED = [5, 6] as AudienceNumber[];
const AUTHOR: Author = {
  organization: 1 as OrganizationNumber,
  ownAudience: OWN,
  identities: ["identity--7d1f3a52-9c48-4b0e-8f6d-2a5b9c0e4d13"],
  names: ["North"],
  pseudonym: "identity--00000000-0000-4000-8000-000000000000",
  isForeignPseudonym: () => false,
};
const CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
const GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
const AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
const STRICT = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003";
const RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
const TLP_1_RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
const STATEMENT = "marking-definition--11111111-1111-4111-8111-111111111111";
const OWN_RED = "marking-definition--22222222-2222-4222-8222-222222222222";

describe("who may read an object", () => {
  it.each<[readonly string[], readonly number[] | undefined]>([
    [[], undefined],
    [[CLEAR], undefined],
    [[GREEN], undefined],
    [[AMBER], undefined],
    [[STATEMENT], undefined],
    [[STRICT], [OWN]],
    [[RED], [OWN]],
    [[TLP_1_RED], [OWN]],
    [[AMBER, RED], [OWN]],
    [[STATEMENT, STRICT], [OWN]],
    [[OWN_RED], [OWN]],
  ])("is what all its markings leave: %j", (markings, audiences) => {
    const marked = { ...THING, ...(markings.length === 0 ? {} : { object_marking_refs: markings }) };
    expect(audiencesOf(admitAll([marked, DEFINITION])[0])).toEqual(audiences);
    expect(audiencesOf(admitAll([marked, DEFINITION], NAMED)[0])).toEqual(NAMED);
  });

  it("is narrowed by what marks a part of it", () => {
    const marked = { ...THING, granular_markings: [{ marking_ref: RED, selectors: ["x_a"] }], x_a: "a" };
    expect(audiencesOf(admitAll([marked])[0])).toEqual([OWN]);
  });
});

describe("an object", () => {
  it("that defines a level under an id of its own stays out", () => {
    expect(admitAll([DEFINITION])[0]).toMatchObject({ kind: "refused", refused: { id: OWN_RED } });
  });

  it("that is too large stays out, and the others come in", () => {
    const large = { ...THING, x_text: "x".repeat(MOST_OBJECT_BYTES) };
    expect(admitAll([large, THING]).map((each) => each.kind)).toEqual(["refused", "admitted"]);
  });

  it("counts as what it says of its specification, and as STIX 2.0 where it has dates and says nothing", () => {
    const { spec_version: _, ...unsaid } = THING;
    const { created: __, modified: ___, ...undated } = unsaid;
    const versions = admitAll([THING, { ...THING, spec_version: "2.0" }, unsaid, undated]);
    expect(versions.map((each) => each.kind === "admitted" && each.object.specVersion)).toEqual([
      "2.1",
      "2.0",
      "2.0",
      "2.1",
    ]);
  });

  it("is told apart by modified, else by created, else not at all", () => {
    const { modified: _, ...created } = THING;
    const { created: __, ...undated } = created;
    const versions = admitAll([THING, created, undated]);
    expect(versions.map((each) => each.kind === "admitted" && each.object.version)).toEqual([
      1_704_153_600_000_000,
      1_704_067_200_000_000,
      undefined,
    ]);
  });
});

const THING = {
  type: "x-thing",
  spec_version: "2.1",
  id: "x-thing--33333333-3333-4333-8333-333333333333",
  created: "2024-01-01T00:00:00Z",
  modified: "2024-01-02T00:00:00Z",
};

/** Somebody's own TLP:RED. */
const DEFINITION = {
  type: "marking-definition",
  spec_version: "2.1",
  id: OWN_RED,
  created: "2024-01-01T00:00:00Z",
  extensions: {
    "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
      extension_type: "property-extension",
      tlp_2_0: "red",
    },
  },
};

function admitAll(objects: readonly object[], named?: readonly AudienceNumber[]): readonly Admission[] {
  return admit({ items: itemsOf(objects), author: AUTHOR, anonymity: "pseudonymous", named });
}

function itemsOf(objects: readonly object[]): readonly EnvelopeItem[] {
  const envelope = splitEnvelope(Buffer.from(JSON.stringify({ objects })));
  if (envelope.kind === "refused") throw new Error(envelope.message);
  return envelope.items;
}

function audiencesOf(admission: Admission | undefined): readonly number[] | undefined {
  if (admission?.kind !== "admitted") throw new Error(JSON.stringify(admission));
  return admission.object.audiences;
}
