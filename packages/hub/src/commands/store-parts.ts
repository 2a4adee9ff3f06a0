import type { StatusStore } from "../api/status-store.ts";
import type { CollectionAdministration } from "../collections/collection-administration.ts";
import type { CollectionStore } from "../collections/collection-store.ts";
import type { Microseconds, VersionStore } from "../collections/version-store.ts";
import type { FeedbackStore } from "../life/feedback-store.ts";
import type { QuotaStore } from "../life/quota-store.ts";
import type { RecallStore } from "../life/recall-store.ts";
import type { AuditStore } from "../members/audit-store.ts";
import type { MemberStore } from "../members/member-store.ts";
import type { SettingsStore } from "../operation/hub-settings.ts";
import { postgresAuditStore } from "../storage/audit-store.ts";
import { postgresCollectionStore } from "../storage/collection-store.ts";
import type { Database } from "../storage/database.ts";
import { postgresFeedbackStore } from "../storage/feedback-store.ts";
import { postgresMemberStore } from "../storage/member-store.ts";
import { postgresVersionStore } from "../storage/postgres-version-store.ts";
import { postgresQuotaStore } from "../storage/quota-store.ts";
import { postgresRecallStore } from "../storage/recall-store.ts";
import { settingsStore } from "../storage/settings-store.ts";
import { postgresStatusStore } from "../storage/status-store.ts";

/** Every store of the hub, as the interfaces that the folders declare. */
export interface HubStoreParts {
  readonly members: MemberStore;
  readonly audit: AuditStore;
  readonly collections: CollectionStore & CollectionAdministration;
  readonly versions: VersionStore;
  readonly statuses: StatusStore;
  readonly feedback: FeedbackStore;
  readonly recalls: RecallStore;
  readonly quotas: QuotaStore;
  readonly settings: SettingsStore;
}

/** All of them over one database. */
export function storeParts(database: Database, now: () => Microseconds): HubStoreParts {
  return {
    members: postgresMemberStore(database),
    audit: postgresAuditStore(database),
    collections: postgresCollectionStore(database, now),
    versions: postgresVersionStore(database, now),
    statuses: postgresStatusStore(database),
    feedback: postgresFeedbackStore(database),
    recalls: postgresRecallStore(database, now),
    quotas: postgresQuotaStore(database),
    settings: settingsStore(database, now),
  };
}
