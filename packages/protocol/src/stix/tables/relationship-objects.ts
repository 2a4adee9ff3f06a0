import {
  boolean,
  inForm,
  integerFrom,
  list,
  referenceTo,
  referenceToOtherThan,
  text,
  timestamp,
  type Shape,
} from "../property-kind.ts";
import { RELATIONSHIP_TYPE } from "../text-forms.ts";
import { domainObject } from "./domain-objects.ts";

/** Neither end of a relationship, nor what was sighted: these are no things. */
const thing = referenceToOtherThan(
  "relationship",
  "sighting",
  "bundle",
  "marking-definition",
  "language-content",
);

/**
 * The STIX relationship objects (STIX 2.1 section 5), by type. Which type may stand in which relationship is an open
 * list in the standard and not checked.
 */
export const RELATIONSHIP_OBJECTS: Readonly<Record<string, Shape>> = {
  relationship: domainObject({
    required: ["relationship_type", "source_ref", "target_ref"],
    properties: {
      relationship_type: inForm(RELATIONSHIP_TYPE),
      description: text,
      source_ref: thing,
      target_ref: thing,
      start_time: timestamp,
      stop_time: timestamp,
    },
    rules: [{ kind: "after", earlier: "start_time", later: "stop_time" }],
  }),
  sighting: domainObject({
    required: ["sighting_of_ref"],
    properties: {
      description: text,
      first_seen: timestamp,
      last_seen: timestamp,
      count: integerFrom(0, 999_999_999),
      sighting_of_ref: thing,
      observed_data_refs: list(referenceTo("observed-data")),
      where_sighted_refs: list(referenceTo("identity", "location")),
      summary: boolean,
    },
    rules: [{ kind: "not-before", earlier: "first_seen", later: "last_seen" }],
  }),
};
