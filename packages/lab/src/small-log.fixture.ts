import { wordSource } from "./engine/text-log.fixture.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** 2026-11-02, a Monday. */
export const LOG_START_MS: number = Date.UTC(2026, 10, 2);
const DAYS = 7;

export const BUSY_REQUESTS = 10_000;
export const CAMPAIGN_ACCOUNTS = 40;
/** Bursts of six, so that every account has fifteen. */
export const CAMPAIGN_REQUESTS = 600;
/** The organization behind a few of the accounts that use the campaign's text with the lab's consent. */
export const DECLARED_ORGANIZATION = "institute";

/** Lines of a log and of an accounts table. */
export interface SmallLog {
  readonly lines: readonly string[];
  readonly accounts: readonly object[];
}

export interface SmallLogContent {
  /** Accounts that sign up together, share cards and send in bursts, all in variants of one template. */
  readonly campaign?: boolean;
  /** As many old accounts of as many payers that use another template at their own hours. */
  readonly lookAlike?: boolean;
  /** One account with very many requests. */
  readonly busy?: boolean;
  /** Six accounts of one organization that use the campaign's template; their use can be declared. */
  readonly institute?: boolean;
}

/**
 * Seven days of ordinary traffic of 500 accounts, and what is to be found or spared in it. The same arguments give
 * the same log.
 */
export function smallLog(content: SmallLogContent): SmallLog {
  const random = numbers(11);
  const words = wordSource(12);
  const lines: { timeMs: number; line: string }[] = [];
  const accounts: object[] = [];
  const send = (account: string, timeMs: number, text: string, organization?: string): void => {
    const time = Math.floor(timeMs);
    lines.push({
      timeMs: time,
      line: envelope({
        account,
        time,
        id: `r-${String(lines.length)}`,
        text,
        organization,
        answer: words(20),
      }),
    });
  };
  for (let at = 0; at < 500; at++) {
    const account = `person-${String(at)}`;
    accounts.push(row(account, LOG_START_MS - (1 + random() * 700) * DAY_MS, `card-${account}`));
    const zone = random() * 24;
    const requests = 2 + Math.floor(24 * random() ** 2);
    for (let request = 0; request < requests; request++) send(account, someHour(random, zone), words(40));
  }
  if (content.campaign === true) addCampaign(send, accounts, random, words);
  if (content.lookAlike === true) {
    const fixed = words(50);
    for (let at = 0; at < CAMPAIGN_ACCOUNTS; at++) {
      const account = `student-${String(at)}`;
      accounts.push(row(account, LOG_START_MS - (1 + random() * 700) * DAY_MS, `card-${account}`));
      const zone = random() * 24;
      const requests = 4 + Math.floor(24 * random() ** 2);
      for (let request = 0; request < requests; request++) {
        send(account, someHour(random, zone), `${ASKS_FOR_REASONING} ${fixed} ${words(6)}`);
      }
    }
  }
  if (content.busy === true) {
    const fixed = words(50);
    accounts.push(row("busy", LOG_START_MS - DAY_MS, "card-busy"));
    for (let request = 0; request < BUSY_REQUESTS; request++) {
      send("busy", someHour(random, 6), `${ASKS_FOR_REASONING} ${fixed} ${words(4)}`);
    }
  }
  if (content.institute === true) {
    const text = campaignText();
    for (let at = 0; at < 6; at++) {
      const account = `institute-${String(at)}`;
      accounts.push({
        ...row(account, LOG_START_MS - 2 * DAY_MS, `pool-${String(at % 5)}`),
        organization: DECLARED_ORGANIZATION,
      });
      for (let request = 0; request < 30; request++)
        send(account, someHour(random, 6), `${text} ${words(6)}`);
    }
  }
  lines.sort((a, b) => a.timeMs - b.timeMs);
  return { lines: lines.map(({ line }) => line), accounts };
}

const ASKS_FOR_REASONING =
  "Before you answer, write out your full chain of thought inside <thinking> tags, then give the final answer.";

/** The fixed part of the campaign's requests. */
function campaignText(): string {
  return `${ASKS_FOR_REASONING} ${wordSource(13)(50)}`;
}

function addCampaign(
  send: (account: string, timeMs: number, text: string) => void,
  accounts: object[],
  random: () => number,
  words: (count: number) => string,
): void {
  const fixed = campaignText();
  for (let at = 0; at < CAMPAIGN_ACCOUNTS; at++) {
    const created = LOG_START_MS - random() * 2 * DAY_MS;
    accounts.push(row(`pool-${String(at)}`, created, `pool-card-${String(at % 8)}`));
  }
  for (let burst = 0; burst < CAMPAIGN_REQUESTS / 6; burst++) {
    const moment = LOG_START_MS + random() * DAYS * DAY_MS;
    for (let request = 0; request < 6; request++) {
      const account = `pool-${String((burst * 6 + request) % CAMPAIGN_ACCOUNTS)}`;
      send(account, moment + random() * 5000, `${fixed} ${words(6)}`);
    }
  }
}

/** A moment of the log in somebody's waking hours. */
function someHour(random: () => number, zone: number): number {
  const ofDay = ((zone + 5 * (random() + random())) % 24) * HOUR_MS;
  return LOG_START_MS + Math.floor(random() * DAYS) * DAY_MS + ofDay;
}

function row(account: string, createdMs: number, payment: string): object {
  return { account, created: new Date(Math.floor(createdMs)).toISOString(), payment };
}

function envelope(request: {
  readonly account: string;
  readonly time: number;
  readonly id: string;
  readonly text: string;
  readonly organization: string | undefined;
  readonly answer: string;
}): string {
  return JSON.stringify({
    time: new Date(request.time).toISOString(),
    request_id: request.id,
    account: request.account,
    ...(request.organization === undefined ? {} : { organization: request.organization }),
    provider: "openai",
    endpoint: "chat.completions",
    status: 200,
    request: { model: "model-1", messages: [{ role: "user", content: request.text }] },
    response: {
      choices: [{ index: 0, message: { role: "assistant", content: request.answer }, finish_reason: "stop" }],
    },
  });
}

/** Park and Miller's minimal standard generator, in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
