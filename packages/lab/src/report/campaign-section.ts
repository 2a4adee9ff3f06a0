import type { ReportCampaign } from "./report.ts";
import { carryingFamilies, evidenceBars } from "./evidence-bars.ts";
import {
  countOf,
  countText,
  dayText,
  probabilityText,
  shortCount,
  significanceText,
  spanText,
  timeText,
} from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import { linkGraph } from "./link-graph.ts";
import { memberTable } from "./member-table.ts";
import { rasterFigure } from "./raster.ts";
import { declaredUses, sparedTable } from "./spared-table.ts";
import { templateSection } from "./template-section.ts";

/** Everything that the page says about one campaign, in the order in which an analyst asks. */
export function campaignSection(
  campaign: ReportCampaign,
  { number, fdr, mostRows }: { readonly number: number; readonly fdr: number; readonly mostRows: number },
): Markup {
  const id = `campaign-${number}`;
  return markup`<article aria-labelledby="${id}">
    <h2 id="${id}">Campaign ${number} <span class="id soft">${campaign.id}</span></h2>
    <ul class="tags" aria-label="Shapes">
      ${campaign.shapes.map((shape) => markup`<li class="tag strong">${shape}</li>`)}
    </ul>
    <p class="lead">${campaign.verdict}</p>
    ${keyFigures(campaign, fdr)}
    <h3>Evidence</h3>
    ${evidenceBars(campaign)}
    <h3>What remains without each thing</h3>
    ${leaveOneOut(campaign, fdr)}
    <h3>The shared text</h3>
    ${templateSection(campaign.template)}
    <h3>Accounts over time</h3>
    ${rasterFigure(campaign.raster, { id: `${id}-raster`, mostRows })}
    <h3>What the accounts share</h3>
    ${linkGraph(campaign.links, campaign.accounts, { id: `${id}-links` })}
    <h3>Nearest benign neighbours</h3>
    ${
      campaign.neighbours.length === 0
        ? markup`<p class="none">No other group comes near this campaign.</p>`
        : sparedTable(
            campaign.neighbours,
            "The groups most like this campaign that were not reported, and what separates them from it.",
          )
    }
    ${
      campaign.declared_uses.length === 0
        ? undefined
        : markup`<h3>Declared uses</h3>
            ${declaredUses(campaign.declared_uses)}`
    }
    <h3>Members</h3>
    ${memberTable(campaign)}
  </article>`;
}

/** Candidates that missed the threshold, in one line each. */
export function belowThreshold(campaigns: readonly ReportCampaign[]): Markup {
  const shown = campaigns.slice(0, MOST_BELOW);
  return markup`<div class="scroll">
    <table>
      <caption>
        The next candidates, strongest first. They are not findings; what would decide them is in the blind
        spots.${
          campaigns.length > shown.length
            ? ` ${countText(campaigns.length - shown.length)} more are in report.json.`
            : ""
        }
      </caption>
      <thead>
        <tr>
          <th scope="col">Candidate</th>
          <th scope="col" class="n">Probability</th>
          <th scope="col" class="n">q-value</th>
          <th scope="col" class="n">Accounts</th>
          <th scope="col" class="n">Requests</th>
          <th scope="col">Families</th>
          <th scope="col">In a sentence</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (one) =>
            markup`<tr>
              <th scope="row"><span class="id">${one.id}</span></th>
              <td class="n">${probabilityText(one.probability)}</td>
              <td class="n">${significanceText(one.q_value)}</td>
              <td class="n">${countText(one.accounts.length)}</td>
              <td class="n">${countText(one.requests)}</td>
              <td>${carryingFamilies(one.evidence).join(", ")}</td>
              <td>
                ${one.verdict}
                <ul class="reasons">
                  ${one.reasons?.map((reason) => markup`<li>${reason}</li>`)}
                </ul>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const MOST_BELOW = 30;

function keyFigures(campaign: ReportCampaign, fdr: number): Markup {
  const banned = campaign.accounts.filter((account) => account.banned_at !== undefined).length;
  const seconds = (Date.parse(campaign.last_seen) - Date.parse(campaign.first_seen)) / 1000;
  const days = Math.max(1, seconds / 86_400);
  const perDay = campaign.requests / Math.max(1, campaign.accounts.length) / days;
  return markup`<dl class="figures">
      <div class="key">
        <dt>Probability</dt>
        <dd>
          ${probabilityText(campaign.probability)}<small>that the group is coordinated collection</small>
        </dd>
      </div>
      <div class="key">
        <dt>q-value</dt>
        <dd>${significanceText(campaign.q_value)}<small>reported up to ${fdr}</small></dd>
      </div>
      <div class="key">
        <dt>Families</dt>
        <dd>
          ${carryingFamilies(campaign.evidence).length}<small
            >${carryingFamilies(campaign.evidence).join(", ")}</small
          >
        </dd>
      </div>
      <div>
        <dt>Accounts</dt>
        <dd>
          ${countText(campaign.accounts.length)}<small
            >${banned === 0 ? "none banned so far" : `${countText(banned)} banned so far`}</small
          >
        </dd>
      </div>
      <div>
        <dt>Campaign requests</dt>
        <dd>
          ${shortCount(campaign.requests)}<small
            >${Number.isFinite(perDay) ? `${perDay >= 10 ? Math.round(perDay) : perDay.toFixed(1)} per account and day` : ""}</small
          >
        </dd>
      </div>
      <div>
        <dt>Tokens in, out</dt>
        <dd>
          ${shortCount(campaign.input_tokens)}<small>and ${shortCount(campaign.output_tokens)} out</small>
        </dd>
      </div>
      <div>
        <dt>First to last request</dt>
        <dd>
          ${Number.isFinite(seconds) ? spanText(seconds) : "unknown"}<small
            >${dayText(campaign.first_seen)} to ${dayText(campaign.last_seen)}</small
          >
        </dd>
      </div>
    </dl>
    <p class="small soft">
      First request ${timeText(campaign.first_seen)} UTC, last ${timeText(campaign.last_seen)} UTC;
      ${countOf(campaign.requests, "request")}, p-value ${significanceText(campaign.p_value)}.
    </p>`;
}
