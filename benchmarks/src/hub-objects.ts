import { createHash } from "node:crypto";
import {
  blindHandle,
  sharedCampaign,
  uuidV5,
  type Authorship,
  type ModelledObject,
  type SharedCampaignInput,
} from "@stillwatch/protocol";

/** What the objects are, for the line under the table. */
export const HUB_OBJECTS_TEXT =
  "two thirds are what our modelling makes of campaigns (campaigns, clusters, accounts, templates, series, rules, counter-measures, relationships), one third attack patterns with descriptions as long as ATT&CK's";

/** Identity under which the objects are made; the hub rewrites it. */
export const HUB_AUTHOR = "identity--5b1c7d0e-83a5-4e0c-9b43-0f4d92a7c6e1";

const NAMESPACE = "1e7a4c9d-2b58-4f36-8d0a-6c3f9e5b7a24";
const DAY_MILLISECONDS = 86_400_000;
const FIRST_DAY = Date.UTC(2025, 0, 1);

/** One object as it is sent. */
export interface HubObject {
  readonly id: string;
  readonly text: string;
}

/** Endless, valid, each with an id of its own; the same seed gives the same objects. */
export function* hubObjects(seed: number): Generator<HubObject, never> {
  const key = createHash("sha256")
    .update(`hub ${String(seed)}`)
    .digest();
  for (let group = 0; ; group++) {
    const authorship = authorshipOf(seed, group);
    const modelled = sharedCampaign(authorship, campaignOf(group, key));
    for (const [place, object] of modelled.entries()) {
      yield sent(object);
      if (place % 2 === 1) yield sent(attackPattern(authorship, group * 100 + place));
    }
  }
}

function sent(object: ModelledObject): HubObject {
  return { id: object.id, text: JSON.stringify(object) };
}

function authorshipOf(seed: number, group: number): Authorship {
  let made = 0;
  return {
    author: HUB_AUTHOR,
    now: timeAt(group, 12),
    newId: (type) => uuidV5(NAMESPACE, `${String(seed)} ${String(group)} ${type} ${String((made += 1))}`),
    tlp: "green",
    pap: "amber",
  };
}

function timeAt(group: number, hour: number): string {
  return new Date(
    FIRST_DAY + (group % 600) * DAY_MILLISECONDS + hour * 3_600_000 + (group % 3_600) * 1_000,
  ).toISOString();
}

function campaignOf(group: number, key: Uint8Array): SharedCampaignInput {
  const name = `Pool ${String(group)}`;
  const firstSeen = timeAt(group, 0);
  const lastSeen = timeAt(group, 11);
  return {
    campaign: {
      name: `Template harvest ${String(group)}`,
      description: wordsFrom(group, 40),
      objective: "Answers with written-out reasoning, to train another model on",
      firstSeen,
      lastSeen,
      confidence: group % 101,
      facts: {
        evidence_level: "reviewed",
        wrong_elements: ["fraudulent-credential"],
        shapes: ["injected-block"],
        evidence: [{ family: "content", log_likelihood_ratio: 5.83, detector_ids: ["D2"] }],
        q_value: 0.00213,
      },
    },
    cluster: {
      name,
      firstSeen,
      lastSeen,
      facts: {
        evidence_level: "reviewed",
        account_count: 20 + (group % 5_000),
        linkage_kinds: ["payment", "network"],
        method: "verified-links-density-peeling",
      },
    },
    accounts: [0, 1, 2].map((account) => blindHandle(key, `${String(group)} ${String(account)}`)),
    blinding: { blinding_method: "HMAC-SHA-256", epoch: "2026-11" },
    techniques: ["Extract AI Model"],
    templates: [
      [
        { kind: "fixed", text: `${wordsFrom(group + 7, 50)}: ` },
        { kind: "slot", name: "task" },
      ],
    ],
    rules: [
      {
        name: `Rule ${String(group)}`,
        document: `schema: stillwatch.rule/1\ntitle: ${wordsFrom(group, 12)}\ndetection:\n  all:\n    - { measure: networks, direction: above, quantile: 0.95 }\n`,
        language: "stillwatch",
        validFrom: lastSeen,
        confidence: 60,
        facts: { evidence_level: "reviewed", tested_on: "published-corpus", data_needed: ["client.ip"] },
      },
    ],
    series: {
      start: firstSeen,
      facts: {
        unit: "large-scale-data-requests",
        bucket_seconds: 86_400,
        series: Array.from({ length: 28 }, (_, day) => 1_000 + ((group * 31 + day * 97) % 90_000)),
        coverage: 1,
        noise_mechanism: "none",
      },
    },
    activityCluster: { name: `Operators of pool ${String(group)}` },
    counterMeasures: [{ name: `Summarise reasoning ${String(group)}`, description: wordsFrom(group, 30) }],
  };
}

function attackPattern(authorship: Authorship, number: number): ModelledObject<"attack-pattern"> {
  return {
    type: "attack-pattern",
    spec_version: "2.1",
    id: `attack-pattern--${authorship.newId("attack-pattern")}`,
    created_by_ref: authorship.author,
    created: authorship.now,
    modified: authorship.now,
    name: `Technique ${String(number)}`,
    description: wordsFrom(number, 230),
    kill_chain_phases: [{ kill_chain_name: "mitre-atlas", phase_name: "exfiltration" }],
    external_references: [
      {
        source_name: "made",
        external_id: `T${String(number)}`,
        url: `https://example.com/techniques/T${String(number)}`,
      },
    ],
    object_marking_refs: ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],
  };
}

const WORDS =
  "accounts adversary answers block campaign collect credential distil endpoint every fixed from gateway harvest inject into large many model network output pool prompt proxy query reasoning relay request reseller sample series student teacher template through token train using volume window".split(
    " ",
  );

function wordsFrom(start: number, count: number): string {
  let state = (start * 2_654_435_761 + 1) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return WORDS[(state >>> 8) % WORDS.length];
  }).join(" ");
}
