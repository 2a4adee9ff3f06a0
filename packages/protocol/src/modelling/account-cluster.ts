import { readBlindedHandle, type BlindedHandle } from "./blinded-handle.ts";
import {
  buildObject,
  buildObservable,
  distillationExtension,
  type Authorship,
  type ModelledObject,
} from "./build-object.ts";
import type { InfrastructureProperties, UserAccountProperties } from "./extension.ts";
import { roundedCount } from "./rounding.ts";

export interface AccountClusterInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly firstSeen?: string | undefined;
  readonly lastSeen?: string | undefined;
  readonly facts: InfrastructureProperties;
}

/** Makes a cluster of accounts as the infrastructure of a campaign. The account count is rounded to two digits. */
export function buildAccountCluster(
  authorship: Authorship,
  input: AccountClusterInput,
): ModelledObject<"infrastructure"> {
  return buildObject(authorship, "infrastructure", {
    name: input.name,
    description: input.description,
    infrastructure_types: ["account-cluster"],
    first_seen: input.firstSeen,
    last_seen: input.lastSeen,
    extensions: distillationExtension("infrastructure", {
      ...input.facts,
      account_count: roundedCount(input.facts.account_count),
    }),
  });
}

/**
 * Makes one account, known by its blinded handle only.
 *
 * @throws ModellingError `handle-not-blinded` where a caller without types passes anything else
 */
export function buildAccount(
  authorship: Authorship,
  { handle, facts }: { readonly handle: BlindedHandle; readonly facts: UserAccountProperties },
): ModelledObject<"user-account"> {
  return buildObservable(authorship, "user-account", {
    identifying: { account_type: "model-api", user_id: readBlindedHandle(handle) },
    others: { extensions: distillationExtension("user-account", facts) },
  });
}
