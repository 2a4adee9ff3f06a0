import type { EvidenceFamily, ReportCampaign, ReportEvidence } from "./report.ts";
import { countOf, figureText, signedText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Fragment, Markup } from "./markup.ts";

/** The evidence of a campaign, one bar per detector grouped by family, strongest family first. */
export function evidenceBars(campaign: ReportCampaign): Markup {
  if (campaign.evidence.length === 0) return markup`<p class="none">No evidence is recorded.</p>`;
  const scale = barScale(campaign.evidence.map((one) => one.log_likelihood_ratio).filter(Number.isFinite));
  return markup`<div class="scroll">
    <table>
      <caption>
        Log-likelihood ratio per detector (natural logarithm): how much likelier the observation is under
        coordinated collection than in this log’s ordinary traffic. 2.3 is ten times likelier, 4.6 a hundred
        times; below zero speaks against. “Observed” was counted in the log; “inferred” follows by a test.
      </caption>
      <thead>
        <tr>
          <th scope="col">Family</th>
          <th scope="col">Weight</th>
          <th scope="col" class="n">Ratio</th>
          <th scope="col">What was found</th>
        </tr>
      </thead>
      <tbody>
        ${families(campaign.evidence).map((family) => familyRows(campaign.evidence, family, scale))}
      </tbody>
    </table>
  </div>`;
}

/** As in docs/deciding.md: a family speaks from this log-likelihood ratio on. */
const LEAST_CARRYING: Readonly<Record<EvidenceFamily, number>> = {
  content: 1.8,
  timing: 1.2,
  identity: 1.2,
  lifecycle: 1.2,
  replay: 4,
};

/** Families that speak, strongest first: those that carry a verdict. */
export function carryingFamilies(evidence: readonly ReportEvidence[]): readonly EvidenceFamily[] {
  return families(evidence).filter((family) => familyRatio(evidence, family) >= LEAST_CARRYING[family]);
}

const BAR_WIDTH = 200;
const MOST_REQUEST_IDS = 12;

interface BarScale {
  readonly perUnit: number;
  /** Where zero stands. */
  readonly zero: number;
}

function barScale(ratios: readonly number[]): BarScale {
  const most = Math.max(1, ...ratios);
  const least = Math.min(0, ...ratios);
  const perUnit = (BAR_WIDTH - 4) / (most - least);
  return { perUnit, zero: 2 - least * perUnit };
}

function families(evidence: readonly ReportEvidence[]): readonly EvidenceFamily[] {
  const present = [...new Set(evidence.map((one) => one.family))];
  return present.sort((a, b) => familyRatio(evidence, b) - familyRatio(evidence, a));
}

/** The strongest of a family, less what speaks clearly against: docs/deciding.md. */
function familyRatio(evidence: readonly ReportEvidence[], family: EvidenceFamily): number {
  const [strongest = 0, ...others] = evidence
    .filter((one) => one.family === family)
    .map((one) => one.log_likelihood_ratio)
    .sort((a, b) => b - a);
  return strongest + others.filter((ratio) => ratio <= -1).reduce((sum, ratio) => sum + ratio, 0);
}

function familyRows(
  evidence: readonly ReportEvidence[],
  family: EvidenceFamily,
  scale: BarScale,
): readonly Markup[] {
  const members = evidence.filter((one) => one.family === family);
  return members.map(
    (one, index) =>
      markup`<tr>
        ${
          index === 0
            ? markup`<th scope="rowgroup" class="nowrap" rowspan="${members.length}">${family}</th>`
            : undefined
        }
        <td>${bar(one.log_likelihood_ratio, scale)}</td>
        <td class="n">${signedText(one.log_likelihood_ratio)}</td>
        <td>
          ${one.summary}
          <span class="kind ${one.kind === "observed" ? "observed" : "inferred"}">${one.kind}</span>
          <span class="soft small nowrap">${one.detector}</span>${support(one)}
        </td>
      </tr>`,
  );
}

function bar(ratio: number, { perUnit, zero }: BarScale): Markup {
  const length = Number.isFinite(ratio) ? Math.max(1, Math.abs(ratio) * perUnit) : 0;
  const x = ratio < 0 ? zero - length : zero;
  return markup`<svg width="${BAR_WIDTH}" height="20" viewBox="0 0 ${BAR_WIDTH} 20" aria-hidden="true">
    <path class="axis" d="M${round(zero)} 0v20" />
    <rect
      class="${ratio < 0 ? "bar-neg" : "bar-strong"}"
      x="${round(x)}"
      y="4"
      width="${round(length)}"
      height="12"
      rx="1.5"
    />
  </svg>`;
}

function support(evidence: ReportEvidence): Fragment {
  const figures = Object.entries(evidence.figures);
  if (figures.length === 0 && evidence.request_ids.length === 0) return undefined;
  const shown = evidence.request_ids.slice(0, MOST_REQUEST_IDS);
  const places = evidence.places.slice(0, MOST_REQUEST_IDS);
  const more = evidence.request_ids.length - shown.length;
  return markup`<details>
    <summary>Figures and requests</summary>
    ${
      figures.length === 0
        ? undefined
        : markup`<ul class="figlist">
            ${figures.map(([name, figure]) => markup`<li>${name.replaceAll("_", " ")} ${figureText(figure)}</li>`)}
          </ul>`
    }${
      shown.length === 0
        ? undefined
        : markup`<p class="small soft">
            Requests:
            ${shown.map((id, at) => markup`${at > 0 ? ", " : ""}<span class="id">${id}</span>`)}${
              more > 0 ? `, and ${countOf(more, "more request")} in report.json` : ""
            }
          </p>`
    }${
      places.length === 0
        ? undefined
        : markup`<p class="small soft">
            In the logs:
            ${places.map(({ file, line }, at) => markup`${at > 0 ? ", " : ""}<span class="id">${file}:${line}</span>`)}
          </p>`
    }
  </details>`;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
