import type { MarkingLevel, PapLevel, TlpLevel } from "./markings.ts";

/** A marking definition as its publisher made it; nothing in it may be changed. */
export interface PublishedMarking {
  readonly type: "marking-definition";
  readonly spec_version: "2.1";
  readonly id: `marking-definition--${string}`;
  readonly created_by_ref?: `identity--${string}`;
  readonly created: string;
  readonly name: string;
  readonly external_references?: readonly { readonly source_name: string; readonly description: string }[];
  readonly extensions: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
}

/** oasis-open/cti-stix-common-objects, extension-definition-specifications/tlp-2.0. */
export const TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/** oasis-open/cti-stix-common-objects, extension-definition-specifications/pap-marking-definition-f8d. */
export const PAP_EXTENSION = "extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b";

/** oasis-open/cti-stix-common-objects, extension-definition-specifications/iep-marking-definition-762. */
export const IEP_EXTENSION = "extension-definition--762e2e97-ee51-43e5-a9ea-165fbb862c4a";

/** The five definitions of TLP 2.0, by the schema in the folder of `TLP_EXTENSION`, which fixes id, name and level. */
export const TLP_MARKINGS: Readonly<Record<TlpLevel, PublishedMarking>> = {
  clear: tlp("94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
  green: tlp("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
  amber: tlp("55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
  "amber+strict": tlp("939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
  red: tlp("e828b379-4e03-4974-9ac4-e53a884c97c1", "red"),
};

/**
 * The definitions of PAP, by the schema and examples in the folder of `PAP_EXTENSION`. Clear is there as an example
 * only (pap-clear.json): the text and the schema still have white in its place.
 */
export const PAP_MARKINGS: Readonly<Record<PapLevel, PublishedMarking>> = {
  clear: pap("ad15a0cd-55b6-4588-a14c-a66105329b92", "clear", "2022-10-01"),
  green: pap("c43594d1-4b11-4c59-93ab-1c9b14d53ce9", "green", "2022-10-09"),
  amber: pap("60f8932b-e51e-4458-b265-a2e8be9a80ab", "amber", "2022-10-02"),
  red: pap("740d36e5-7714-4c30-961a-3ae632ceee0e", "red", "2022-10-06"),
};

/** Ids of the predefined TLP 1 markings (STIX 2.1, section 7.2.1.4) and of PAP:WHITE, with their successors. */
const SUCCEEDED: readonly (readonly [string, MarkingLevel])[] = [
  ["613f2e26-407d-48c7-9eca-b8e91df99dc9", { kind: "tlp", level: "clear" }],
  ["34098fce-860f-48ae-8e50-ebd3cc5e41da", { kind: "tlp", level: "green" }],
  ["f88d31f6-486f-44da-b317-01333bde0b82", { kind: "tlp", level: "amber" }],
  ["5e57c739-391a-4eb3-b6be-7d15ca92d5ed", { kind: "tlp", level: "red" }],
  ["a3bea94c-b469-41dc-9cfe-d6e7daba7730", { kind: "pap", level: "clear" }],
];

/** Every id under which a level is published → the level. */
export const PUBLISHED_LEVELS: ReadonlyMap<string, MarkingLevel> = new Map<string, MarkingLevel>([
  ...levels<TlpLevel>(TLP_MARKINGS).map(([level, { id }]) => [id, { kind: "tlp", level }] as const),
  ...levels<PapLevel>(PAP_MARKINGS).map(([level, { id }]) => [id, { kind: "pap", level }] as const),
  ...SUCCEEDED.map(([uuid, level]) => [`marking-definition--${uuid}`, level] as const),
]);

function levels<Level extends string>(
  markings: Readonly<Record<Level, PublishedMarking>>,
): readonly [Level, PublishedMarking][] {
  return Object.entries(markings) as [Level, PublishedMarking][];
}

function tlp(uuid: string, level: TlpLevel): PublishedMarking {
  return {
    type: "marking-definition",
    spec_version: "2.1",
    id: `marking-definition--${uuid}`,
    created: "2022-10-01T00:00:00.000Z",
    name: `TLP:${level.toUpperCase()}`,
    extensions: { [TLP_EXTENSION]: { extension_type: "property-extension", tlp_2_0: level } },
  };
}

function pap(uuid: string, level: PapLevel, day: string): PublishedMarking {
  return {
    type: "marking-definition",
    spec_version: "2.1",
    id: `marking-definition--${uuid}`,
    created: `${day}T00:00:00.000Z`,
    name: `PAP:${level.toUpperCase()}`,
    extensions: { [PAP_EXTENSION]: { extension_type: "property-extension", pap: level } },
  };
}
