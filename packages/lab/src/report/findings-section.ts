import type { Report } from "./report.ts";
import { countOf, countText, probabilityText, rateText, significanceText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** Campaigns that the page shows in full; the rest is in report.json. */
export const MOST_CAMPAIGNS = 40;

/** The answer in a few sentences, and one verdict per campaign; an honest one where nothing was found. */
export function findings(report: Report): Markup {
  const rate = rateText(report.fdr);
  if (report.campaigns.length === 0) {
    return markup`<section aria-labelledby="findings">
      <h2 id="findings">No campaign found</h2>
      <p class="lead">
        No group of accounts passed the test at a false-discovery rate of ${rate}. This is not evidence of
        absence: a campaign that is smaller, slower, or visible only in telemetry that this run did not have
        would not show.
        ${
          report.blind_spots.length > 0
            ? markup`<a href="#blind">${countOf(report.blind_spots.length, "blind spot")}</a>
                ${report.blind_spots.length === 1 ? "is" : "are"} listed below.`
            : undefined
        }
      </p>
    </section>`;
  }
  const accounts = new Set(
    report.campaigns.flatMap((campaign) => campaign.accounts.map(({ account }) => account)),
  ).size;
  return markup`<section aria-labelledby="findings">
    <h2 id="findings">${countOf(report.campaigns.length, "campaign")} for review</h2>
    <p>
      ${countOf(accounts, "account")} in ${report.campaigns.length === 1 ? "a group that" : "groups that"}
      passed the test at a false-discovery rate of ${rate}: of the groups reported this way, about ${rate} are
      expected to be chance. Each is a finding for a person to review, not a decision about an account.
    </p>
    <ol class="findings">
      ${report.campaigns.slice(0, MOST_CAMPAIGNS).map(
        (campaign, at) =>
          markup`<li>
            <p>
              <strong><a href="#campaign-${at + 1}">Campaign ${at + 1}</a></strong>
              <span class="soft small"
                >${probabilityText(campaign.probability)}, q ${significanceText(campaign.q_value)},
                ${countOf(campaign.accounts.length, "account")},
                ${countOf(campaign.requests, "request")}</span
              >
            </p>
            <p>${campaign.verdict}</p>
          </li>`,
      )}
    </ol>
    ${
      report.campaigns.length > MOST_CAMPAIGNS
        ? markup`<p class="soft">
            ${countText(report.campaigns.length - MOST_CAMPAIGNS)} further campaigns are in report.json and
            campaigns.csv.
          </p>`
        : undefined
    }
  </section>`;
}
