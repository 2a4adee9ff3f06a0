import type { ReportCampaign } from "./report.ts";
import { probabilityText, rateText, significanceText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** What the decision would be without each family, and without single things: protection against one misread signal. */
export function leaveOneOut(campaign: ReportCampaign, fdr: number): Markup {
  const rows = [
    ...campaign.leave_one_out.map((one) => ({ ...one, what: `all ${one.without} evidence` })),
    ...campaign.counterfactuals.map((one) => ({ ...one, what: one.without })),
  ];
  if (rows.length === 0)
    return markup`<p class="none">Nothing was left out; only one family speaks for the campaign.</p>`;
  return markup`<div class="scroll">
    <table>
      <caption>
        The same decision with one thing taken away and all else as it is, at a false-discovery rate of
        ${rateText(fdr)}.
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
        ${rows.map(
          (one) =>
            markup`<tr>
              <th scope="row">${one.what}</th>
              <td class="n">${probabilityText(one.probability)}</td>
              <td class="n">${significanceText(one.q_value)}</td>
              <td>
                ${
                  one.reported
                    ? "would still be reported"
                    : markup`<strong>would not be reported</strong>: the finding rests on it`
                }
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
