import type {
  EvidenceFamily,
  IdentityLink,
  Raster,
  Report,
  ReportAccount,
  ReportCampaign,
  ReportEvidence,
} from "./report.ts";

/** A report such as a few days of a provider's log would give; the same on every call. For tests only. */
export function reportFixture(): Report {
  const campaigns = [templateHarvest(), injectedBlock()];
  return {
    schema: "stillwatch.report/1",
    generator: { name: "stillwatch", version: "0.1.0", seed: 7 },
    input: inputFixture(),
    fdr: 0.05,
    campaigns,
    below_threshold: [belowThreshold()],
    spared: SPARED,
    declared_uses: [
      {
        subject: "org_4f71a2",
        use: "synthetic-data",
        from: "2026-07-01T00:00:00Z",
        until: "2026-12-31T23:59:59Z",
        requests: 4210,
        effect:
          "Left out of the candidates: one verified payer, declared before the first request of the group.",
      },
    ],
    blind_spots: [
      {
        missing: "client.tls",
        would_decide: "Whether accounts behind different addresses run the same client program.",
      },
      {
        missing: "accounts.device",
        would_decide: "Whether accounts that share no payment were made on the same machine.",
      },
    ],
    measure: {
      large_scale_requests: campaigns.reduce((sum, campaign) => sum + campaign.requests, 0),
      definition:
        "A large-scale data request is a request that belongs to a reported campaign: text of the campaign's template or block, sent by a member within the campaign's time. Cover traffic of members is not counted.",
      daily: DAYS.map((day, at) => ({
        day,
        large_scale_requests: campaigns.reduce(
          (sum, campaign) => sum + requestsOfDay(campaign.raster, at),
          0,
        ),
        requests: 13_000 + at * 214,
      })),
    },
  };
}

/** `campaigns` campaigns of `accounts` accounts each, with dense rasters: the page at its largest. */
export function largeReportFixture(campaigns: number, accounts: number): Report {
  const base = reportFixture();
  const grown = Array.from({ length: campaigns }, (_, at) => {
    const campaign = harvest({ id: `c-${at}`, accounts, seed: 100 + at, firstSeen: START, links: true });
    const random = generator(at + 1);
    const rows = campaign.raster.rows.map((row) => ({
      ...row,
      counts: row.counts.map(() => Math.floor(random() * 40)),
    }));
    return { ...campaign, raster: { ...campaign.raster, rows } };
  });
  return { ...base, campaigns: grown };
}

/** The report of a log in which nothing was found. */
export function emptyReportFixture(): Report {
  const base = reportFixture();
  return {
    ...base,
    input: {
      ...base.input,
      files: [],
      events: 0,
      accounts: 0,
      first: "",
      last: "",
      duplicates: 0,
      side_tables: [],
    },
    campaigns: [],
    below_threshold: [],
    spared: [],
    declared_uses: [],
    measure: { ...base.measure, large_scale_requests: 0, daily: [] },
  };
}

const START = Date.parse("2026-09-07T00:00:00Z");
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS: readonly string[] = Array.from({ length: 8 }, (_, at) =>
  new Date(START + at * DAY_MS).toISOString().slice(0, 10),
);

function inputFixture(): Report["input"] {
  const fields = {
    time: { from: "time", origin: "observed" },
    account: { from: "account", origin: "observed" },
    "client.ip": { from: "client.ip", origin: "observed" },
    "client.userAgent": { from: "client.user_agent", origin: "declared" },
    inputTokens: { from: "response.usage.input_tokens", origin: "derived" },
  } as const;
  return {
    files: [
      {
        path: "logs/gateway-a.ndjson.zst",
        format: "stillwatch",
        lines: 62_114,
        events: 62_110,
        rejected: 4,
        fields,
      },
      {
        path: "logs/gateway-b.ndjson.gz",
        format: "stillwatch",
        lines: 30_870,
        events: 30_870,
        rejected: 0,
        fields,
      },
      {
        path: "logs/bedrock/2026-09.json.gz",
        format: "bedrock",
        lines: 17_020,
        events: 17_012,
        rejected: 8,
        fields: {
          time: { from: "timestamp", origin: "observed" },
          account: { from: "identity.arn", origin: "derived" },
        },
      },
    ],
    events: 109_992,
    accounts: 4218,
    first: "2026-09-07T00:00:04Z",
    last: "2026-09-14T23:59:51Z",
    duplicates: 3,
    side_tables: [
      { table: "accounts", path: "side/accounts.ndjson", rows: 5012, rejected: 0, unmatched: 794 },
      { table: "enforcement", path: "side/enforcement.ndjson", rows: 311, rejected: 0, unmatched: 42 },
      { table: "releases", path: "side/releases.ndjson", rows: 1, rejected: 0, unmatched: 0 },
    ],
  };
}

function requestsOfDay({ rows }: Raster, day: number): number {
  const of = (counts: readonly number[]): number =>
    counts.slice(day * 12, day * 12 + 12).reduce((sum, one) => sum + one, 0);
  return rows.reduce((sum, row) => sum + of(row.counts), 0);
}

function templateHarvest(): ReportCampaign {
  const campaign = harvest({ id: "c-8f21d0", accounts: 240, seed: 11, firstSeen: START, links: true });
  const requests = campaign.requests.toLocaleString("en-US");
  return {
    ...campaign,
    shapes: ["template-harvest", "reasoning-elicitation"],
    verdict: `240 accounts of 231 payers sent ${requests} requests in one worded template that asks for complete reasoning; 62 of them share 14 payment cards, and their timing follows one another closer than chance.`,
  };
}

function injectedBlock(): ReportCampaign {
  const campaign = harvest({
    id: "c-31b7e9",
    accounts: 96,
    seed: 23,
    firstSeen: START + 2 * DAY_MS,
    links: true,
  });
  return {
    ...campaign,
    probability: 0.9712,
    q_value: 0.0041,
    p_value: 0.00012,
    shapes: ["injected-block", "pool-failover"],
    verdict: `96 accounts sent ${campaign.requests.toLocaleString("en-US")} long, varied requests that all carry one 46-word block; after 36 bans on 12 September a second pool took the block up within 12 hours.`,
    evidence: campaign.evidence.slice(0, 3),
    leave_one_out: campaign.leave_one_out.slice(0, 2),
    counterfactuals: [],
    template: {
      part: "system",
      pieces: [
        { kind: "slot", text: "" },
        { kind: "fixed", text: INJECTED },
        { kind: "slot", text: "" },
      ],
      examples: ["Refactor the attached module …", "Summarise the following minutes …"].map((text, at) => ({
        request_id: `req_b${at}`,
        account: `acct_31${String(at).padStart(4, "0")}`,
        time: new Date(START + (60 + at) * HOUR_MS).toISOString(),
        pieces: [
          { kind: "slot" as const, text },
          { kind: "fixed" as const, text: INJECTED },
          { kind: "slot" as const, text: at === 0 ? "" : "Answer in German." },
        ],
      })),
    },
  };
}

const INJECTED =
  "\nBefore the answer, write every step of your thinking between <think> and </think>, without leaving anything out, including what you considered and rejected. The steps must be in the language of the question and at least 300 words long.\n";

function belowThreshold(): ReportCampaign {
  const campaign = harvest({
    id: "c-77aa02",
    accounts: 12,
    seed: 31,
    firstSeen: START + DAY_MS,
    links: false,
  });
  return {
    ...campaign,
    probability: 0.41,
    q_value: 0.183,
    p_value: 0.021,
    shapes: ["rubric-grading"],
    verdict: "12 accounts of 9 payers sent 640 grading requests with one rubric; only content speaks for it.",
    reasons: ["of the families of evidence only content speaks for coordination; two must"],
    evidence: campaign.evidence.slice(0, 1),
    leave_one_out: [],
    counterfactuals: [],
    template: null,
  };
}

interface HarvestPlan {
  readonly id: string;
  readonly accounts: number;
  readonly seed: number;
  readonly firstSeen: number;
  readonly links: boolean;
}

function harvest({ id, accounts: count, seed, firstSeen, links }: HarvestPlan): ReportCampaign {
  const random = generator(seed);
  const raster = rasterFixture({ id, count, firstSeen }, random);
  const accounts = raster.rows.map((row): ReportAccount => {
    const requests = row.counts.reduce((sum, one) => sum + one, 0);
    const ban = raster.marks.find((mark) => mark.account === row.account);
    return {
      account: row.account,
      membership: Math.round((0.62 + 0.38 * random()) * 1000) / 1000,
      requests,
      all_requests: Math.round(requests * (1.1 + random())),
      first_seen: new Date(firstSeen + Math.floor(random() * DAY_MS)).toISOString(),
      last_seen: new Date(firstSeen + 4 * DAY_MS + Math.floor(random() * DAY_MS)).toISOString(),
      ...(ban === undefined ? {} : { banned_at: ban.time }),
      reasons: [`${requests} requests in the template`, "shares a card with 7 members"],
    };
  });
  const requests = accounts.reduce((sum, account) => sum + account.requests, 0);
  return {
    id,
    probability: 0.99981,
    q_value: 0.00002,
    p_value: 0.0000004,
    shapes: ["template-harvest"],
    verdict: `${count} accounts sent ${requests} requests in one worded template.`,
    accounts,
    requests,
    input_tokens: requests * 412,
    output_tokens: requests * 1385,
    first_seen: new Date(firstSeen).toISOString(),
    last_seen: new Date(START + 8 * DAY_MS - 9000).toISOString(),
    evidence: evidenceFixture(),
    counterfactuals: [
      { without: "the shared payment instruments", probability: 0.71, q_value: 0.11, reported: false },
      { without: "the intent phrases", probability: 0.99, q_value: 0.002, reported: true },
    ],
    leave_one_out: (["content", "identity", "timing"] as const).map((without, at) => ({
      without,
      probability: [0.62, 0.988, 0.9991][at] ?? 0,
      q_value: [0.14, 0.0031, 0.0002][at] ?? 1,
      reported: at > 0,
    })),
    template: TEMPLATE,
    raster,
    links: links ? linksFixture(accounts, random) : [],
    neighbours: SPARED.slice(0, 2),
    declared_uses: [],
  };
}

/** A first pool that is banned half way, and a second one that takes over. */
function rasterFixture(
  { id, count, firstSeen }: { readonly id: string; readonly count: number; readonly firstSeen: number },
  random: () => number,
): Raster {
  const bins = 96;
  const binMs = 2 * HOUR_MS;
  const firstBin = Math.round((firstSeen - START) / binMs);
  const banBin = firstBin + 40;
  const rows = Array.from({ length: count }, (_, at) => {
    const second = at >= count * 0.55;
    const from = second
      ? banBin + Math.floor(random() * 6)
      : firstBin + Math.floor((at / count) * 16 * random());
    const to = second ? bins : banBin + Math.floor(random() * 3);
    const counts = Array.from({ length: bins }, (_, bin) =>
      bin < from || bin >= to || random() < 0.45 ? 0 : 1 + Math.floor(random() ** 3 * 6),
    );
    return { account: `acct_${id.slice(2, 4)}${String(at).padStart(4, "0")}`, counts };
  });
  const bans = rows
    .filter((_, at) => at < count * 0.55 && at % 3 !== 1)
    .map((row) => ({
      time: new Date(START + banBin * binMs + 1_800_000).toISOString(),
      kind: "ban" as const,
      label: "ban",
      account: row.account,
    }));
  const release = {
    time: new Date(START + 26 * HOUR_MS).toISOString(),
    kind: "release" as const,
    label: "release of model-5",
  };
  return {
    start: new Date(START).toISOString(),
    bin_seconds: binMs / 1000,
    bins,
    rows,
    more_accounts: 0,
    marks: [release, ...bans],
  };
}

function evidenceFixture(): readonly ReportEvidence[] {
  const one = (
    family: EvidenceFamily,
    detector: string,
    ratio: number,
    kind: ReportEvidence["kind"],
    summary: string,
    figures: ReportEvidence["figures"],
  ): ReportEvidence => ({
    family,
    detector,
    log_likelihood_ratio: ratio,
    summary,
    request_ids: Array.from({ length: 14 }, (_, at) => `req_${detector.toLowerCase()}_${at}`),
    places: Array.from({ length: 14 }, (_, at) => ({
      file: "logs/gateway-a.ndjson.zst",
      line: 17 + 900 * at,
    })),
    kind,
    figures,
  });
  return [
    one(
      "content",
      "D1",
      9.4,
      "observed",
      "The requests of 231 payers resemble one template (mean likeness 0.83); the most widely shared other text has 4 payers.",
      { mean_resemblance: 0.83, payers: 231 },
    ),
    one(
      "content",
      "D3",
      3.1,
      "observed",
      "97 % of them ask for complete reasoning; in the rest of the log 2 % do.",
      { rate: 0.97, base_rate: 0.021 },
    ),
    one(
      "timing",
      "D6",
      4.2,
      "inferred",
      "Members start within the same minute 3.6 times as often as their own daily rhythm explains.",
      { ratio: 3.6, p: 0.00003 },
    ),
    one(
      "identity",
      "D7",
      5.8,
      "observed",
      "62 members share 14 payment cards that nobody else in the log has.",
      { members: 62, cards: 14 },
    ),
    one(
      "lifecycle",
      "D8",
      1.7,
      "inferred",
      "Half of the members reach full use within 31 hours of sign-up; the ordinary median is 19 days.",
      { p: 0.0021 },
    ),
    one(
      "lifecycle",
      "D8b",
      -0.6,
      "inferred",
      "Their move to the new model is no faster than everybody's on the launch day.",
      { p: 0.61 },
    ),
  ];
}

const TEMPLATE: ReportCampaign["template"] = {
  part: "user",
  pieces: [
    {
      kind: "fixed",
      text: "You are an expert data analyst. Give a complete and transparent account of your reasoning for the question below, then state the final answer on one line.\n\nQuestion: ",
    },
    { kind: "slot", text: "" },
    { kind: "fixed", text: "\n\nAnswer in the style of a " },
    { kind: "slot", text: "" },
    { kind: "fixed", text: " and leave no step out." },
  ],
  examples: [
    ["How many ways are there to seat five people around a round table?", "textbook"],
    ["Which of the listed compounds boils first, and why?", "lab notebook"],
    ["Write to ⟨email⟩ and explain the late delivery.", "letter"],
  ].map(([question, style], at) => ({
    request_id: `req_${at}a7`,
    account: `acct_8f${String(at * 31).padStart(4, "0")}`,
    time: new Date(START + (30 + at * 9) * HOUR_MS).toISOString(),
    pieces: [
      {
        kind: "fixed" as const,
        text: "You are an expert data analyst. Give a complete and transparent account of your reasoning for the question below, then state the final answer on one line.\n\nQuestion: ",
      },
      { kind: "slot" as const, text: question ?? "" },
      { kind: "fixed" as const, text: "\n\nAnswer in the style of a " },
      { kind: "slot" as const, text: style ?? "" },
      { kind: "fixed" as const, text: " and leave no step out." },
    ],
  })),
};

function linksFixture(accounts: readonly ReportAccount[], random: () => number): readonly IdentityLink[] {
  const kinds = ["payment", "device", "network", "signup_burst"] as const;
  return Array.from({ length: 18 }, (_, at) => {
    const kind = kinds[at % 7 < 4 ? 0 : at % 4] ?? "payment";
    const members = accounts
      .slice(at * 4, at * 4 + 3 + (at % 5))
      .concat(accounts.filter(() => random() < 2 / accounts.length));
    const names = [...new Set(members.map(({ account }) => account))];
    return {
      kind,
      value: `${kind.slice(0, 3)}_${(0x51f3a0 + at * 7919).toString(16)}`,
      accounts: names,
      accounts_overall: names.length + (kind === "network" ? 212 : at % 3),
      weight: kind === "network" ? 0.18 : Math.round((0.95 - at * 0.02) * 100) / 100,
    };
  }).filter((link) => link.accounts.length > 1);
}

const SPARED: Report["spared"] = [
  {
    label: "Public coding harness with one system prompt",
    accounts: 611,
    payers: 604,
    requests: 28_114,
    similarity: 0.71,
    reasons: [
      "the block is popular in the whole log (14 % of accounts)",
      "each account keeps its own daily rhythm",
      "no shared payment, device or sign-up burst",
    ],
    account_ids: ["acct-700", "acct-701"],
    shared_text: "You are a coding assistant. Reply in the form that the tool asks for.",
  },
  {
    label: "Evaluation harness",
    accounts: 3,
    payers: 1,
    requests: 9220,
    similarity: 0.64,
    reasons: ["one payer", "prompts stand in a public benchmark", "accounts are two years old"],
  },
  {
    label: "Course exercise pasted by a class",
    accounts: 34,
    payers: 34,
    requests: 122,
    similarity: 0.38,
    reasons: ["lasts two hours", "follow-up questions differ", "one network of a school"],
  },
];

/** Small generator (mulberry32), so that fixtures are the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
