import { exponential, logNormal } from "./distributions.ts";
import type { LineKind } from "./networks.ts";
import { lineIn, pickCountry, pickSoftware, utcOffsetOf } from "./networks.ts";
import type { Random } from "./random.ts";
import { chance, pick, pickWeighted, randomFrom, seedFor, token } from "./random.ts";
import { asksForReasoning } from "./reasoning.ts";
import { DAY, HOUR } from "./timing.ts";
import type { Account, Network, Wire } from "./traffic-part.ts";

/** What a part lays down about its accounts; everything else is drawn as for anybody. */
export interface Wishes {
  readonly organization?: string;
  readonly created?: number;
  readonly plan?: string;
  readonly signupPath?: string;
  readonly payment?: string | null;
  readonly emailDomain?: string;
  readonly device?: string;
  readonly country?: string;
  readonly line?: LineKind;
  readonly network?: (random: Random) => Network;
  readonly software?: readonly [agent: string, print: string];
  readonly pivotsAt?: number;
  readonly wire?: Wire;
  readonly thinks?: boolean;
}

/** The window of the log, which every account is drawn against. */
export interface Calendar {
  /** Midnight UTC of the first day, epoch milliseconds. */
  readonly start: number;
  readonly days: number;
  /** When a new model comes out, epoch milliseconds. */
  readonly release: number;
}

/** One account of its own: its fields follow the population unless the wishes say otherwise. */
export function makeAccount(random: Random, calendar: Calendar, wishes: Wishes = {}): Account {
  const country = wishes.country ?? pickCountry(random);
  const network = wishes.network ?? lineIn(random, country, wishes.line ?? pickWeighted(random, LINES));
  const [[userAgent, tls], wire] = softwareAndWire(random, wishes);
  const created = wishes.created ?? createdBefore(random, calendar);
  const payment = chance(random, 0.06) ? null : `pm_${token(random, 16)}`;
  const account = `acct_${token(random, 12)}`;
  return {
    account,
    organization: wishes.organization ?? `org_${token(random, 10)}`,
    created,
    plan: wishes.plan ?? pickWeighted(random, PLANS),
    signupPath: wishes.signupPath ?? pickWeighted(random, SIGNUP_PATHS),
    payment: wishes.payment === undefined ? payment : wishes.payment,
    emailDomain: wishes.emailDomain ?? pickEmailDomain(random),
    device: wishes.device ?? `dev_${token(random, 14)}`,
    signupIp: network(random).ip,
    country,
    apiKey: `key_${token(random, 14)}`,
    wire,
    thinks: wishes.thinks ?? asksForReasoning({ account, wire }),
    userAgent,
    tls,
    utcOffset: utcOffsetOf(country),
    modelRank: pickWeighted(random, MODEL_RANKS),
    pivotsAt: wishes.pivotsAt ?? pivotMoment(random, calendar),
    temperature: pickWeighted(random, TEMPERATURES),
    maxTokens: pick(random, MAX_TOKENS),
    network,
  };
}

/** `count` accounts, each with its own wishes. */
export function makeAccounts(
  random: Random,
  calendar: Calendar,
  count: number,
  wishes: (index: number, random: Random) => Wishes,
): Account[] {
  return Array.from({ length: count }, (_, index) => makeAccount(random, calendar, wishes(index, random)));
}

/** Mail domains that anybody can have; the tail holds the throw-away ones, which honest people use too. */
export function pickEmailDomain(random: Random): string {
  const popular = pickWeighted(random, EMAIL_DOMAINS);
  return popular ?? `${token(random, 9)}.example`;
}

/** A throw-away mail domain. */
export function pickThrowAwayDomain(random: Random): string {
  return pick(random, THROW_AWAY);
}

/** Moment of creation over two years, denser towards today; a few accounts are born within the window. */
export function createdBefore(random: Random, calendar: Calendar): number {
  const age = Math.min(730 * DAY, exponential(random, 260 * DAY));
  return Math.floor(calendar.start + calendar.days * DAY * random.unit() - age);
}

/** Requests on a day when the account is used: log-normal, median 1.7, a few hundred in the tail. */
export function dailyRate(random: Random): number {
  return Math.max(0.5, Math.min(300, logNormal(random, 1.7, 1.25)));
}

function pivotMoment(random: Random, calendar: Calendar): number {
  if (chance(random, 0.25)) return calendar.release + Math.floor(random.unit() * 20 * HOUR);
  if (chance(random, 0.4)) return calendar.release + Math.floor(exponential(random, 6 * DAY));
  return Number.POSITIVE_INFINITY;
}

/** Software and the format it speaks, drawn together; a wanted format is waited for. */
function softwareAndWire(
  random: Random,
  wishes: Wishes,
): readonly [software: readonly [agent: string, print: string], wire: Wire] {
  for (;;) {
    const software = wishes.software ?? pickSoftware(random);
    const wire = wireOf(random, software[0]);
    if (wishes.wire === undefined || wire === wishes.wire) return [software, wire];
    if (wishes.software !== undefined) return [software, wishes.wire];
  }
}

/** Software that speaks the format, as the population uses it. */
export function softwareSpeaking(random: Random, wire: Wire): readonly [agent: string, print: string] {
  return softwareAndWire(random, { wire })[0];
}

/** A vendor's own library speaks that vendor's format; everything else speaks any. */
function wireOf(random: Random, userAgent: string): Wire {
  if (userAgent.startsWith("anthropic-")) return "anthropic";
  if (userAgent.startsWith("openai-")) return chance(random, 0.7) ? "openai.chat" : "openai.responses";
  if (userAgent.startsWith("google-")) return "gemini";
  return pickWeighted(random, WIRES);
}

/** A random stream of one account on one day, the same whatever else is in the traffic. */
export function streamOf(seed: number, account: Account, day: number): Random {
  return randomFrom(seedFor(seed, account.account, day));
}

const WIRES: readonly (readonly [Wire, number])[] = [
  ["anthropic", 40],
  ["openai.chat", 30],
  ["openai.responses", 15],
  ["gemini", 15],
];

const LINES: readonly (readonly [LineKind, number])[] = [
  ["home", 48],
  ["mobile", 9],
  ["campus", 5],
  ["office", 18],
  ["cloud", 16],
  ["vpn", 4],
];

const PLANS: readonly (readonly [string, number])[] = [
  ["free", 22],
  ["pay-as-you-go", 52],
  ["pro", 16],
  ["team", 8],
  ["enterprise", 2],
];

const SIGNUP_PATHS: readonly (readonly [string, number])[] = [
  ["web", 62],
  ["console", 22],
  ["referral", 6],
  ["education", 4],
  ["startup-program", 4],
  ["research-program", 2],
];

const MODEL_RANKS: readonly (readonly [number, number])[] = [
  [0, 50],
  [1, 35],
  [2, 15],
];

const TEMPERATURES: readonly (readonly [number | null, number])[] = [
  [null, 55],
  [0, 12],
  [0.2, 8],
  [0.7, 13],
  [1, 12],
];

const MAX_TOKENS = [512, 1024, 1024, 2048, 4096, 4096, 8192];

const THROW_AWAY = [
  "quickbox.example",
  "mailhop.example",
  "tenminutes.example",
  "inboxly.example",
  "dropmail.example",
];

const EMAIL_DOMAINS: readonly (readonly [string | null, number])[] = [
  ["gmail.com", 46],
  ["outlook.com", 9],
  ["hotmail.com", 4],
  ["yahoo.com", 4],
  ["icloud.com", 4],
  ["qq.com", 2],
  ["163.com", 1.5],
  ["proton.me", 3],
  ["gmx.de", 1],
  ...THROW_AWAY.map((domain) => [domain, 1] as const),
  [null, 24],
];
