import type { ReportCampaign } from "./report.ts";
import { probabilityText, rateText, significanceText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** What the decision would be without each family: the analyst's protection against one misread signal. */
export function leaveOneOut(campaign: ReportCampaign, fdr: number): Markup {
  if (campaign.leave_one_out.length === 0)
    return markup`<p class="none">No family was left out; only one speaks for the campaign.</p>`;
  return markup`<div class="scroll">
    <table>
      <caption>
        The same decision with one family taken away, at a false-discovery rate of ${rateText(fdr)}.
      </caption>
      <thead>
        <tr>
          <th scope="col">Without</th>
          <th scope="col" class="n">Probability</th>
          <th scope="col" class="n">q-value</th>
          <th scope="col">Decision</th>
        </tr>
      </thead>
      <tbody>
        ${campaign.leave_one_out.map(
          (one) =>
            markup`<tr>
              <th scope="row">${one.without}</th>
              <td class="n">${probabilityText(one.probability)}</td>
              <td class="n">${significanceText(one.q_value)}</td>
              <td>
                ${
                  one.reported
                    ? "would still be reported"
                    : markup`<strong>would not be reported</strong>: the finding rests on ${one.without}
                        evidence`
                }
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
