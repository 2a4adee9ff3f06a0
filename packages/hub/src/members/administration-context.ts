import { HubError } from "../hub-error.ts";
import type { AuditAction, AuditEntry } from "./audit-store.ts";
import type { OrganizationNumber } from "./caller.ts";
import type { CredentialHolder, MemberStore, OrganizationRecord } from "./member-store.ts";

/** Who changes members: the operator at the hub's command line, or a caller who keeps their own keys. */
export interface Actor {
  readonly organization: OrganizationNumber | undefined;
  /** Public id of the credential. */
  readonly credential: string;
}

/** The operator at the machine itself. */
export const COMMAND_LINE: Actor = { organization: undefined, credential: "command-line" };

/** What administration needs of the world. */
export interface AdministrationParts {
  readonly store: MemberStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  /** What the authenticator of this process offers; nothing where there is none. */
  readonly forget: () => void;
}

/** What its parts share: lookups by name, and rows of the audit record. */
export interface AdministrationContext extends AdministrationParts {
  entry(by: Actor, action: AuditAction, target: Pick<AuditEntry, "targetKind" | "target">): AuditEntry;
  /** @throws HubError `not-found` */
  organizationNamed(name: string): Promise<OrganizationRecord>;
  /** @throws HubError `not-found` */
  userNamed(name: string): Promise<CredentialHolder>;
}

const LONGEST_NAME = 200;

export function administrationContext(parts: AdministrationParts): AdministrationContext {
  return {
    ...parts,
    entry: (by, action, target) => ({
      atMs: parts.now(),
      organization: by.organization,
      credential: by.credential,
      action,
      ...target,
      outcome: "done",
    }),
    organizationNamed: async (name) => known(await parts.store.organizationNamed(name), "organisation", name),
    userNamed: async (name) => known(await parts.store.userNamed(name), "user", name),
  };
}

/** Lets names through that can be shown and typed. @throws HubError `bad-request` */
export function requireName(name: string): void {
  if (name.trim() !== name || name.length === 0 || name.length > LONGEST_NAME) {
    throw bad(`a name has 1 to ${LONGEST_NAME} characters, without space at its ends`);
  }
}

export function bad(message: string): HubError {
  return new HubError("bad-request", message);
}

function known<Found>(found: Found | undefined, kind: string, name: string): Found {
  if (found === undefined)
    throw new HubError("not-found", `there is no ${kind} named "${name.slice(0, LONGEST_NAME)}"`);
  return found;
}
