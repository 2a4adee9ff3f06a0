import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../../packages/testkit/dist/traffic/random.js";
import { chance, randomFrom, seedFor } from "../../packages/testkit/dist/traffic/random.js";
import { LOG_DAYS, LOG_START_MS, NEW_MODEL, volumeAccounts, type VolumeAccount } from "./volume-accounts.ts";
import { writeSideTables, type SideTablePaths } from "./volume-side-tables.ts";
import { volumeTexts } from "./volume-texts.ts";
import { weightedDraw } from "./weighted-draw.ts";
import type { WordChain } from "./word-chain.ts";

const DAY_MS = 86_400_000;
/** Share of the requests that belong to the planted campaign, and that belong to applications. */
const CAMPAIGN_SHARE = 0.02;
const APPLICATION_SHARE = 0.1;
const BUFFER_BYTES = 1 << 20;
/** No line is longer: text is bounded, and the rest is short. */
const LONGEST_LINE = 16_384;

/** What the texts of a volume log are, to be printed beside every figure. */
export const VOLUME_TEXT: string =
  "made text: a first-order word chain over the shipped prompts of people (prompts of about 500 bytes, answers of about 300), " +
  "not real requests; 88 % free text, 10 % from one template per application account, 2 % from a planted campaign of 300 accounts; " +
  "Anthropic envelopes, 10 days, one account per about 100 requests";

/** A log on disk. */
export interface VolumeLog {
  readonly path: string;
  readonly tables: SideTablePaths | undefined;
  readonly requests: number;
  readonly bytes: number;
  /** The accounts that the planted campaign uses. */
  readonly planted: ReadonlySet<string>;
}

/** Writes a log of so many requests in time order, and its side tables; the same seed gives the same bytes. */
export function writeVolumeLog(folder: string, requests: number, seed: number, chain: WordChain): VolumeLog {
  const random = randomFrom(seedFor(seed, "volume log", requests));
  const accounts = volumeAccounts(requests, random);
  const draw = accountDraw(accounts);
  const texts = volumeTexts(chain, random);
  const heads = accounts.map(accountJson);
  const path = join(folder, `requests-${String(requests)}.ndjson`);
  const file = openSync(path, "w");
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let at = 0;
  let bytes = 0;
  const flush = (): void => {
    for (let from = 0; from < at;) from += writeSync(file, buffer, from, at - from);
    bytes += at;
    at = 0;
  };
  for (let request = 0; request < requests; request++) {
    if (at > BUFFER_BYTES - LONGEST_LINE) flush();
    const number = draw(random);
    const account = accounts[number] as VolumeAccount;
    const networks = heads[number] as readonly Buffer[];
    const timeMs = arrival((request + random.unit()) / requests);
    const model = timeMs > LOG_START_MS + 5 * DAY_MS && chance(random, 0.1) ? NEW_MODEL : account.model;
    const ascii = (text: string): void => {
      at += buffer.write(text, at, "latin1");
    };
    ascii(`{"time":"${new Date(timeMs).toISOString()}","request_id":"req_${requestId(random, request)}",`);
    at += (networks[random.below(networks.length)] as Buffer).copy(buffer, at);
    ascii(
      `"session":"sess_${String(random.below(1e9))}","provider":"anthropic","endpoint":"messages","status":200,`,
    );
    ascii(`"request":{"model":"${model}","max_tokens":1024,"messages":[{"role":"user","content":"`);
    const promptStart = at;
    at = texts.prompt(buffer, at, number, account.purpose, random);
    const inputTokens = Math.round((at - promptStart) / 4);
    ascii(
      `"}]},"response":{"id":"msg_${String(request)}","type":"message","role":"assistant","model":"${model}",`,
    );
    ascii(`"content":[{"type":"text","text":"`);
    const answerStart = at;
    at = texts.answer(buffer, at, random);
    const outputTokens = Math.round((at - answerStart) / 4);
    ascii(
      `"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":${String(inputTokens)},"output_tokens":${String(outputTokens)}}}}\n`,
    );
  }
  flush();
  closeSync(file);
  const planted = accounts.filter(({ purpose }) => purpose === "campaign").map(({ account }) => account);
  return { path, tables: writeSideTables(folder, accounts), requests, bytes, planted: new Set(planted) };
}

/** The shares of the purposes hold whatever the weights of their accounts are. */
function accountDraw(accounts: readonly VolumeAccount[]): (random: Random) => number {
  const shares = {
    campaign: CAMPAIGN_SHARE,
    application: APPLICATION_SHARE,
    people: 1 - CAMPAIGN_SHARE - APPLICATION_SHARE,
  };
  const totals = { campaign: 0, application: 0, people: 0 };
  for (const { purpose, weight } of accounts) totals[purpose] += weight;
  return weightedDraw(
    Float64Array.from(accounts, ({ purpose, weight }) => (shares[purpose] * weight) / totals[purpose]),
  );
}

/** What stands in every line of an account, once for each of its networks. */
function accountJson(account: VolumeAccount): readonly Buffer[] {
  return account.networks.map(({ ip, asn, country }) => {
    const json = JSON.stringify({
      account: account.account,
      organization: account.organization,
      api_key: account.apiKey,
      client: { ip, asn, country, user_agent: account.userAgent, tls: account.tls },
    });
    return Buffer.from(`${json.slice(1, -1)},`);
  });
}

/** @param share - of the log that lies before, 0 to 1; nights (UTC) have about a fifth of the noon rate */
function arrival(share: number): number {
  const day = share * LOG_DAYS;
  const warped = day + (0.65 / (2 * Math.PI)) * Math.sin(2 * Math.PI * (day % 1));
  return LOG_START_MS + Math.floor(warped * DAY_MS);
}

function requestId(random: Random, request: number): string {
  return `${random.below(2 ** 32).toString(36)}${request.toString(36)}`;
}
