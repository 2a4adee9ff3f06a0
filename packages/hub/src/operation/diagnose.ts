/** What `doctor` looked at; undefined is what could not be looked at. Times are epoch milliseconds. */
export interface HubFacts {
  readonly nowMs: number;
  /** Undefined where the store is a server of the operator's. */
  readonly folder: FolderFacts | undefined;
  /** What the store said of itself, or why it said nothing. */
  readonly store: StoreFacts | { readonly trouble: string };
  /** Files given to `doctor`; undefined where none are. */
  readonly tls: { readonly expiresMs: number } | { readonly trouble: string } | undefined;
}

export interface FolderFacts {
  /** Files and folders that others than their owner may read, as paths below the folder. */
  readonly open: readonly string[];
  readonly freeBytes: number;
}

export interface StoreFacts {
  readonly schema: number;
  /** The schema this program knows. */
  readonly knownSchema: number;
  readonly begun: boolean;
  /** By how much the store's clock is off the hub's, as far as their talk lets tell. */
  readonly clockOffMs: number;
  /** PostgreSQL's `fsync` and `full_page_writes`: without them a power cut may lose what was acknowledged. */
  readonly durable: boolean;
  readonly bytes: number;
  readonly organizations: number;
  readonly keysValid: number;
  readonly keysExpired: number;
  readonly keysExpiringSoon: number;
  /** Notices of recalls that are older than a week and not acknowledged. */
  readonly noticesUnacknowledged: number;
}

/** One thing that was looked at. `failure` keeps the hub from working as it should. */
export interface Finding {
  readonly check:
    "folder-modes" | "disk-space" | "store" | "schema" | "durability" | "clock" | "keys" | "recalls" | "tls";
  readonly verdict: "fine" | "warning" | "failure";
  readonly text: string;
}

const DAY_MS = 86_400_000;
/** PostgreSQL stops at a full disk; a day of bulk files needs less than this. */
const LITTLE_SPACE_BYTES = 1024 ** 3;
const NO_SPACE_BYTES = 100 * 1024 ** 2;
/** `date_added` follows the hub's clock; a member's poll does not care about less. */
const CLOCK_TOLERANCE_MS = 2_000;
const CERTIFICATE_WARNING_DAYS = 21;

/** Judges what was found; the order is that of importance. */
export function diagnose(facts: HubFacts): readonly Finding[] {
  return [
    ...storeFindings(facts),
    ...(facts.folder === undefined ? [] : folderFindings(facts.folder)),
    ...(facts.tls === undefined ? [] : [tlsFinding(facts.tls, facts.nowMs)]),
  ];
}

function storeFindings({ store }: HubFacts): readonly Finding[] {
  if ("trouble" in store) return [{ check: "store", verdict: "failure", text: store.trouble }];
  if (!store.begun) {
    return [
      {
        check: "store",
        verdict: "failure",
        text: "there is no hub in this store yet; `stillwatch hub init` makes one",
      },
    ];
  }
  return [
    {
      check: "store",
      verdict: "fine",
      text: `it answers; ${counted(store.organizations, "member")}, ${mebibytes(store.bytes)}`,
    },
    store.schema === store.knownSchema
      ? { check: "schema", verdict: "fine", text: `number ${store.schema}` }
      : {
          check: "schema",
          verdict: store.schema > store.knownSchema ? "failure" : "warning",
          text: `the store has number ${store.schema}, this program knows ${store.knownSchema}${
            store.schema > store.knownSchema ? "; use the newer program" : "; the next start brings it up"
          }`,
        },
    store.durable
      ? { check: "durability", verdict: "fine", text: "what is acknowledged is on the disk" }
      : {
          check: "durability",
          verdict: "failure",
          text: "PostgreSQL runs with fsync or full_page_writes off: a power cut may lose what was acknowledged; turn them on",
        },
    store.clockOffMs <= CLOCK_TOLERANCE_MS
      ? { check: "clock", verdict: "fine", text: "the hub's and the store's agree" }
      : {
          check: "clock",
          verdict: "warning",
          text: `the hub's and the store's differ by ${Math.round(store.clockOffMs / 1_000)} s; let both follow a time server`,
        },
    keyFinding(store),
    store.noticesUnacknowledged === 0
      ? { check: "recalls", verdict: "fine", text: "none waits longer than a week" }
      : {
          check: "recalls",
          verdict: "warning",
          text: `${counted(store.noticesUnacknowledged, "notice")} of recalls unacknowledged for more than a week; ask members to poll /hub/recalls`,
        },
  ];
}

function keyFinding({ keysValid, keysExpired, keysExpiringSoon }: StoreFacts): Finding {
  const text = `${keysValid} valid, ${keysExpired} expired, ${keysExpiringSoon} expiring within two weeks`;
  if (keysValid === 0) {
    return { check: "keys", verdict: "warning", text: `${text}; no program can talk to the hub` };
  }
  return { check: "keys", verdict: keysExpiringSoon === 0 ? "fine" : "warning", text };
}

function folderFindings({ open, freeBytes }: FolderFacts): readonly Finding[] {
  const [first] = open;
  return [
    first === undefined
      ? { check: "folder-modes", verdict: "fine", text: "only their owner reads the files" }
      : {
          check: "folder-modes",
          verdict: "failure",
          text: `others may read ${first}${open.length === 1 ? "" : ` and ${open.length - 1} more`}; take their rights away (chmod go= …), and revoke keys that lay open`,
        },
    {
      check: "disk-space",
      verdict: freeBytes < NO_SPACE_BYTES ? "failure" : freeBytes < LITTLE_SPACE_BYTES ? "warning" : "fine",
      text: `${mebibytes(freeBytes)} free`,
    },
  ];
}

function tlsFinding(tls: NonNullable<HubFacts["tls"]>, nowMs: number): Finding {
  if ("trouble" in tls) return { check: "tls", verdict: "failure", text: tls.trouble };
  const days = Math.floor((tls.expiresMs - nowMs) / DAY_MS);
  if (days < 0) return { check: "tls", verdict: "failure", text: "the certificate has expired" };
  return {
    check: "tls",
    verdict: days < CERTIFICATE_WARNING_DAYS ? "warning" : "fine",
    text: `the certificate counts for ${counted(days, "day")} more`,
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
