import type { FalseReport } from "../verdicts.ts";
import { falseReportText } from "../verdicts.ts";
import { breakEven } from "./price.ts";
import { percent, ratio } from "./ratios.ts";
import type { RivalRow } from "./rival-rows.ts";
import type { ShapeRow, TrialSummary } from "./trial-summary.ts";

/** The trial's tables as Markdown, which is also what the terminal shows. */
export function trialTables(summary: TrialSummary): string {
  return [
    ...failureNote(summary),
    "## Campaigns\n",
    campaignTable(summary),
    "## Look-alikes\n",
    lookAlikeTable(summary),
    "## Overall\n",
    overall(summary),
    "## Calibration\n",
    calibrationTable(summary),
    "## Rivals\n",
    rivalTable(summary),
    "## Adversary's price\n",
    priceTable(summary),
    "## Leak check\n",
    leakTable(summary),
  ].join("\n");
}

function failureNote({ failures, jobs }: TrialSummary): string[] {
  const notes: string[] = [];
  if (jobs.done < jobs.all)
    notes.push(`**Interrupted after ${jobs.done} of ${jobs.all} logs; the rest is missing below.**\n`);
  if (failures.length > 0) {
    const reasons = [...new Set(failures)].join("; ");
    notes.push(`**${failures.length} logs failed and are missing below:** ${reasons}\n`);
  }
  return notes;
}

/** One row for each shape and rate; cover shares side by side, since they tell one story. */
function campaignTable({ shapes }: TrialSummary): string {
  const covers = [...new Set(shapes.map(({ cover }) => cover))].sort((a, b) => a - b);
  const keys = [...new Set(shapes.map(({ shape, intensity }) => `${shape} ${intensity}`))];
  const rows = keys.map((key) => {
    const its = shapes.filter(({ shape, intensity }) => `${shape} ${intensity}` === key);
    const cells = covers.map((cover) => outcomeText(its.filter((row) => row.cover === cover)));
    const first = its.find((row) => row.firstRequests !== undefined);
    const [one] = its;
    return [
      one?.shape ?? "",
      `× ${one?.intensity ?? 1}`,
      String(Math.max(...its.map(({ accounts }) => accounts))),
      ...cells,
      first === undefined ? "" : `${first.firstRequests ?? 0} (${(first.firstDays ?? 0).toFixed(0)} d)`,
    ];
  });
  const heads = covers.map((cover) => `cover ${percent(cover)}: coverage / purity`);
  return table(["shape", "rate", "accounts", ...heads, "requests until first found"], rows);
}

function outcomeText(rows: readonly ShapeRow[]): string {
  if (rows.length === 0) return "";
  return rows
    .map((row) => (row.found ? `${percent(row.coverage)} / ${percent(row.purity)}` : "**missed**"))
    .join("; ");
}

function lookAlikeTable({ lookAlikes }: TrialSummary): string {
  return table(
    ["look-alike", "logs", "false campaigns", "accounts reported"],
    lookAlikes.map(({ name, logs, falseCampaigns, accountsReported }) => [
      name,
      String(logs),
      String(falseCampaigns),
      String(accountsReported),
    ]),
  );
}

function overall(summary: TrialSummary): string {
  const { campaigns, accounts, nulls, honest, falseDiscoveryInCells: mixed } = summary;
  const [low, high] = nulls.interval;
  return table(
    ["figure", "value"],
    [
      [
        "campaign recall over all cells",
        `${percent(ratio(campaigns.found, campaigns.all))} (${campaigns.found} of ${campaigns.all})`,
      ],
      ["account precision over all reports in cells", percent(accounts.precision)],
      ["account precision, median over cells", percent(accounts.medianPrecision)],
      ["account recall inside found campaigns", percent(accounts.recallInFound)],
      [
        `null replicates with a report (${nulls.replicates})`,
        `${nulls.withReport}: ${percent(nulls.rate)}, 95 % interval ${percent(low)} to ${percent(high)}`,
      ],
      [
        `honest logs of full trial size with a report (${honest.logs})`,
        `${honest.withReport}${sizes(honest.falseReports)}`,
      ],
      [
        "false among reported groups in cells",
        `${mixed.falseReports.length} of ${mixed.reported}${sizes(mixed.falseReports)}`,
      ],
    ],
  );
}

/** Each false group with its size and its parts. */
function sizes(falseReports: readonly FalseReport[]): string {
  return falseReports.length === 0 ? "" : `: ${falseReports.map(falseReportText).join("; ")}`;
}

function calibrationTable({ calibration }: TrialSummary): string {
  const rows = calibration.classes.map((one) => [
    `${one.from} to ${one.to}`,
    String(one.candidates),
    one.meanProbability.toFixed(3),
    one.realised.toFixed(3),
  ]);
  const curve = table(["reported probability", "candidates", "mean reported", "realised"], rows);
  return `${curve}\nBrier score ${calibration.brier.toFixed(3)}.\n`;
}

function rivalTable({ rivals }: TrialSummary): string {
  const rows = rivals.map((one) => [
    one.name,
    ...(one.windows === undefined ? accountCells(one) : windowCells(one.windows)),
    `${one.seconds.toFixed(1)} s`,
  ]);
  const heads = [
    "method",
    "campaigns found",
    "look-alikes flagged in cells",
    "in honest logs",
    "honest accounts flagged",
    "account precision",
    "account recall",
    "time a log",
  ];
  return table(heads, rows);
}

function accountCells(row: RivalRow): string[] {
  return [
    `${row.found} of ${row.campaigns}`,
    `${row.falseGroups} of ${row.lookAlikes}`,
    `${row.honest.falseGroups} of ${row.honest.lookAlikes}`,
    percent(row.honest.accounts),
    percent(row.accountPrecision),
    percent(row.accountRecall),
  ];
}

function windowCells({ withCampaign, honest }: NonNullable<RivalRow["windows"]>): string[] {
  const shares = `windows flagged: ${percent(withCampaign)} with campaigns, ${percent(honest)} in honest logs`;
  return ["names no accounts", "–", "–", "–", "–", shares];
}

function priceTable({ price }: TrialSummary): string {
  const rows = price.map(({ evasion, label, cost, found, recall }) => [
    evasion,
    label,
    cost.total.toFixed(2),
    cost.tokens.toFixed(2),
    cost.accounts.toFixed(1),
    cost.instruments.toFixed(1),
    `${cost.latencyHours.toFixed(1)} h`,
    percent(found),
    percent(recall),
  ]);
  const heads = [
    "evasion",
    "step",
    "cost",
    "tokens",
    "accounts",
    "cards, devices",
    "delay",
    "found",
    "recall",
  ];
  const evasions = [...new Set(price.map(({ evasion }) => evasion))].filter((name) => name !== "none");
  const verdicts = evasions.map((evasion) => {
    const broken = breakEven(price, evasion);
    return broken === undefined
      ? `- ${evasion}: no break-even up to the most that was tried`
      : `- ${evasion}: break-even at ${broken.label}, for ${broken.cost.total.toFixed(2)} × the open campaign's bill`;
  });
  return `${table(heads, rows)}\n${verdicts.join("\n")}\n`;
}

function leakTable({ leaks }: TrialSummary): string {
  return table(
    ["field alone", "campaign it tells best", "area under the ROC curve"],
    leaks.map(({ field, campaign, auc }) => [field, campaign, auc.toFixed(2)]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) =>
    Math.max(head.length, 3, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return `${[line(heads), rule, ...rows.map(line)].join("\n")}\n`;
}
