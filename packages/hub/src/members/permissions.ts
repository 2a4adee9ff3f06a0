import type { Caller, Role } from "./caller.ts";

/** What a caller may want to do. Collections add grants to it (`collections/grants.ts`), audiences hide rows. */
export type Action =
  | "read-objects"
  | "add-objects"
  | "delete-objects"
  | "recall-objects"
  | "retract-objects"
  | "judge-objects"
  | "read-recalls"
  | "acknowledge-recalls"
  | "keep-own-keys"
  | "read-figures"
  | "read-audit";

interface Rule {
  readonly roles: readonly Role[];
  /** Whether it changes the store, which a read-only key may not. */
  readonly changes: boolean;
}

const RULES: Readonly<Record<Action, Rule>> = {
  "read-objects": { roles: ["analyst", "counsel"], changes: false },
  "add-objects": { roles: ["analyst"], changes: true },
  "delete-objects": { roles: ["counsel"], changes: true },
  "recall-objects": { roles: ["analyst", "counsel"], changes: true },
  "retract-objects": { roles: ["analyst", "counsel"], changes: true },
  "judge-objects": { roles: ["analyst", "counsel"], changes: true },
  "read-recalls": { roles: ["analyst", "counsel"], changes: false },
  "acknowledge-recalls": { roles: ["analyst", "counsel"], changes: true },
  "keep-own-keys": { roles: ["analyst", "counsel", "operator", "auditor"], changes: true },
  "read-figures": { roles: ["operator"], changes: false },
  "read-audit": { roles: ["auditor"], changes: false },
};

/** Every action, for tests that go through them all. */
export const ACTIONS = Object.keys(RULES) as readonly Action[];

/** Whether the caller's roles allow an action at all, and a read-only key does not forbid it. */
export function permits(caller: Pick<Caller, "roles" | "readOnly">, action: Action): boolean {
  const rule = RULES[action];
  return rule.roles.some((role) => caller.roles.has(role)) && !(rule.changes && caller.readOnly);
}
