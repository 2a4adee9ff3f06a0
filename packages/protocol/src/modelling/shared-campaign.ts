import { buildAccount, buildAccountCluster, type AccountClusterInput } from "./account-cluster.ts";
import { ATLAS_TECHNIQUES, type AtlasTechnique } from "./atlas-technique.ts";
import type { BlindedHandle } from "./blinded-handle.ts";
import type { Authorship, ModelledObject } from "./build-object.ts";
import { buildActivityCluster, buildCampaign, type CampaignInput } from "./campaign.ts";
import { buildCounterMeasure } from "./counter-measure.ts";
import type { UserAccountProperties } from "./extension.ts";
import { buildPromptTemplate, type TemplatePart } from "./prompt-template.ts";
import { buildRelationship, type RelationshipKind } from "./relationship.ts";
import { buildRequestSeries, type RequestSeriesInput } from "./request-series.ts";
import { buildRuleIndicator, type RuleIndicatorInput } from "./rule-indicator.ts";

/** All that one lab says about one campaign. Whatever is left out makes no object. */
export interface SharedCampaignInput {
  readonly campaign: CampaignInput;
  readonly cluster: AccountClusterInput;
  readonly accounts: readonly BlindedHandle[];
  /** How all the handles were blinded. */
  readonly blinding: UserAccountProperties;
  readonly techniques: readonly AtlasTechnique[];
  readonly templates: readonly (readonly TemplatePart[])[];
  readonly rules: readonly RuleIndicatorInput[];
  /** Needs an account to refer to: without any it is left out. */
  readonly series?: Omit<RequestSeriesInput, "accounts"> | undefined;
  readonly activityCluster?: { readonly name: string; readonly description?: string } | undefined;
  readonly counterMeasures: readonly { readonly name: string; readonly description?: string }[];
}

/**
 * Makes the objects of one campaign (docs/stix.md), each marked with the author's TLP, PAP and purpose, in an order in
 * which every object follows those it refers to. ATLAS techniques and markings are referred to, not included.
 */
export function sharedCampaign(
  authorship: Authorship,
  input: SharedCampaignInput,
): readonly ModelledObject[] {
  const relate = (source: string, kind: RelationshipKind, target: string): ModelledObject<"relationship"> =>
    buildRelationship(authorship, { source, kind, target });
  const campaign = buildCampaign(authorship, input.campaign);
  const cluster = buildAccountCluster(authorship, input.cluster);
  const accounts = input.accounts.map((handle) =>
    buildAccount(authorship, { handle, facts: input.blinding }),
  );
  const templates = input.templates.map((parts) => buildPromptTemplate(authorship, parts));
  const series = seriesOf(authorship, input, accounts);
  const rules = input.rules.map((rule) => buildRuleIndicator(authorship, rule));
  const activity = input.activityCluster ? [buildActivityCluster(authorship, input.activityCluster)] : [];
  const measures = input.counterMeasures.map((measure) => buildCounterMeasure(authorship, measure));
  const techniques = input.techniques.map((name) => ATLAS_TECHNIQUES[name]);

  return [
    ...activity,
    campaign,
    cluster,
    ...accounts,
    ...templates,
    ...series,
    ...rules,
    ...measures,
    relate(campaign.id, "targets", authorship.author),
    relate(campaign.id, "uses", cluster.id),
    ...techniques.map((technique) => relate(campaign.id, "uses", technique)),
    ...activity.map(({ id }) => relate(campaign.id, "attributed-to", id)),
    ...accounts.map(({ id }) => relate(cluster.id, "consists-of", id)),
    ...templates.map(({ id }) => relate(id, "related-to", campaign.id)),
    ...rules.map(({ id }) => relate(id, "indicates", campaign.id)),
    ...rules.flatMap((rule) => series.map(({ id }) => relate(rule.id, "based-on", id))),
    ...measures.flatMap((measure) =>
      techniques.map((technique) => relate(measure.id, "mitigates", technique)),
    ),
  ];
}

function seriesOf(
  authorship: Authorship,
  input: SharedCampaignInput,
  accounts: readonly ModelledObject<"user-account">[],
): readonly ModelledObject<"observed-data">[] {
  const [first, ...others] = accounts.map(({ id }) => id);
  if (!input.series || first === undefined) return [];
  return buildRequestSeries(authorship, { ...input.series, accounts: [first, ...others] });
}
