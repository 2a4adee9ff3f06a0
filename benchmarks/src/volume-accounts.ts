import { logNormal } from "../../packages/testkit/dist/traffic/distributions.js";
import type { Random } from "../../packages/testkit/dist/traffic/random.js";
import { between, pick, token } from "../../packages/testkit/dist/traffic/random.js";

/** When the log begins, epoch milliseconds: 1 June 2026, UTC. */
export const LOG_START_MS: number = Date.UTC(2026, 5, 1);
export const LOG_DAYS = 10;
/** The campaign's accounts, whatever the length of the log. */
export const CAMPAIGN_ACCOUNTS = 300;
export const NEW_MODEL = "claude-opus-5-1";

const DAY_MS = 86_400_000;
const REQUESTS_PER_ACCOUNT = 100;

/** What an account is for. */
export type Purpose = "people" | "application" | "campaign";

/** One account of the log, with what stays the same in all its requests. */
export interface VolumeAccount {
  readonly purpose: Purpose;
  readonly account: string;
  readonly organization: string;
  readonly apiKey: string;
  readonly networks: readonly Network[];
  readonly userAgent: string;
  readonly tls: string;
  readonly model: string;
  /** Its share of the traffic of its purpose, in arbitrary units. */
  readonly weight: number;
  readonly created: number;
  readonly payment: string;
  readonly device: string;
}

interface Network {
  readonly ip: string;
  readonly asn: number;
  readonly country: string;
}

/** Accounts for a log of so many requests: one in fifty belongs to an application, 300 to the campaign. */
export function volumeAccounts(requests: number, random: Random): readonly VolumeAccount[] {
  const ordinary = Math.max(100, Math.round(requests / REQUESTS_PER_ACCOUNT));
  const organizations = Math.max(50, Math.round(ordinary / 3));
  const cards = Array.from({ length: CAMPAIGN_ACCOUNTS / 10 }, () => `card_${token(random, 12)}`);
  return [
    ...Array.from({ length: ordinary }, (_, index) =>
      makeAccount(random, index % 50 === 7 ? "application" : "people", {
        organization: `org_${String(random.below(organizations))}`,
        payment: `card_${token(random, 12)}`,
        created: LOG_START_MS - between(random, 1, 700) * DAY_MS,
        weight: logNormal(random, 1, 1.5),
      }),
    ),
    ...Array.from({ length: CAMPAIGN_ACCOUNTS }, () =>
      makeAccount(random, "campaign", {
        organization: `org_${token(random, 8)}`,
        payment: pick(random, cards),
        created: LOG_START_MS - random.below(3 * DAY_MS),
        weight: logNormal(random, 1, 0.3),
      }),
    ),
  ];
}

function makeAccount(
  random: Random,
  purpose: Purpose,
  own: Pick<VolumeAccount, "organization" | "payment" | "created" | "weight">,
): VolumeAccount {
  return {
    purpose,
    account: `acct_${token(random, 10)}`,
    apiKey: `key_${token(random, 10)}`,
    networks: Array.from({ length: between(random, 1, 3) }, () => makeNetwork(random)),
    userAgent: pick(random, USER_AGENTS),
    tls: pick(random, TLS_PRINTS),
    model: pick(random, ["claude-opus-5", "claude-sonnet-5", "claude-haiku-4-5"]),
    device: `dev_${token(random, 12)}`,
    ...own,
  };
}

function makeNetwork(random: Random): Network {
  const octets = [between(random, 11, 126), random.below(256), random.below(256), between(random, 1, 254)];
  return {
    ip: octets.join("."),
    asn: between(random, 64_496, 65_500),
    country: pick(random, ["US", "DE", "GB", "IN", "BR", "JP", "FR", "CA"]),
  };
}

const USER_AGENTS = [
  "anthropic-sdk-python/0.64.0",
  "anthropic-sdk-python/0.61.0",
  "anthropic-sdk-typescript/0.60.0",
  "python-requests/2.32.4",
  "okhttp/4.12.0",
  "Go-http-client/2.0",
];

const TLS_PRINTS = [
  "t13d1516h2_8daaf6152771_b186095e22b6",
  "t13d1517h2_8daaf6152771_b0da82dd1658",
  "t13d190900_9dc949149365_97f8aa674fd9",
  "t13d311200_e8f1e7e78f70_d339722ba4af",
];
