import { seedFor } from "../random.ts";
import type { Account } from "../traffic-part.ts";
import { bedrock } from "./bedrock.ts";
import { envelope } from "./envelope.ts";
import { litellm } from "./litellm.ts";
import type { LoggedRequest } from "./logged-request.ts";
import { otlp } from "./otlp.ts";

/** The log formats that the kit can write. */
export type LogFormat = "stillwatch" | "litellm" | "bedrock" | "otlp";

/** Writes one request as a line of the format, without the line break. */
export function logLine(format: LogFormat, logged: LoggedRequest): string {
  return JSON.stringify(LINES[format](logged));
}

/**
 * The account as a log of that format names it: Bedrock knows a principal and an AWS account instead of our ids
 * (111122223333 and the like are not the account of anybody: they are made from the organization's token).
 */
export function accountAs(format: LogFormat, account: Account): Account {
  if (format !== "bedrock") return account;
  const aws = String(100_000_000_000 + (seedFor(0, account.organization) % 899_999_999_999)).slice(0, 12);
  return { ...account, account: `arn:aws:iam::${aws}:user/${account.account}`, organization: aws };
}

const LINES: Readonly<Record<LogFormat, (logged: LoggedRequest) => object>> = {
  stillwatch: envelope,
  litellm,
  bedrock,
  otlp,
};
