import { IEP_EXTENSION, TLP_MARKINGS, type PublishedMarking } from "./markings-published.ts";
import type { TlpLevel } from "./markings.ts";

/** The identity of this project, not of a member or an operator: who publishes the extension and these markings. */
export const STILLWATCH_IDENTITY = "identity--60f78c3d-51d1-4c55-be6f-d05fa8bdf812";

const PURPOSE =
  "To detect, prevent and investigate adversarial distillation of AI models only; no use in pricing, sales, product " +
  "or procurement. A lead, not proof: before anything is done to an account, a person at the receiver reviews the " +
  "receiver's own evidence and finds a breach of the receiver's own rules. Each receiver decides alone.";

/**
 * Markings that say what shared objects may be used for, one for each TLP level, in the form of the Information
 * Exchange Policy 2.0. The published schema asks for `tlp_ref` and `policy_name`, its example has `tlp` alone: both
 * are given, `amber+strict` as `amber` there since `tlp` knows the four old words only.
 */
export const PURPOSE_MARKINGS: Readonly<Record<TlpLevel, PublishedMarking>> = {
  clear: purpose("dc8b2212-976b-418a-b5ff-cfe826b8d4d6", "clear", "white"),
  green: purpose("d18524c2-ca5e-4288-b605-35d7d178d22d", "green", "green"),
  amber: purpose("df2022b8-145b-4bb7-a186-316a5067e894", "amber", "amber"),
  "amber+strict": purpose("71820426-069e-46e4-a31b-8cef28fa674f", "amber+strict", "amber"),
  red: purpose("47c66307-d3c9-482c-ab15-ad770a9612bf", "red", "red"),
};

function purpose(uuid: string, level: TlpLevel, oldWord: string): PublishedMarking {
  return {
    type: "marking-definition",
    spec_version: "2.1",
    id: `marking-definition--${uuid}`,
    created_by_ref: STILLWATCH_IDENTITY,
    created: "2026-11-24T00:00:00.000Z",
    name: `Stillwatch purpose, ${TLP_MARKINGS[level].name}`,
    external_references: [
      { source_name: "FIRST", description: "Information Exchange Policy 2.0 Framework Definition" },
    ],
    extensions: {
      [IEP_EXTENSION]: {
        extension_type: "property-extension",
        iep_id: uuid,
        iep_version: 2,
        policy_name: `Stillwatch purpose, ${TLP_MARKINGS[level].name}`,
        description: PURPOSE,
        start_date: "2026-11-24T00:00:00Z",
        encrypt_in_transit: "must",
        permitted_actions: "externally-visible-direct-actions",
        affected_party_notifications: "may",
        tlp: oldWord,
        tlp_ref: TLP_MARKINGS[level].id,
        provider_attribution: "must-not",
        unmodified_resale: "must-not",
      },
    },
  };
}
