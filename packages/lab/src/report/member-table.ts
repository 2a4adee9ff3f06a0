import type { ReportAccount, ReportCampaign } from "./report.ts";
import { countOf, countText, dayText, probabilityText, timeText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Fragment, Markup } from "./markup.ts";

/** Most members in the page; `accounts.csv` has all. */
export const MOST_MEMBERS = 100;

/** The members, strongest first, with why each is one. */
export function memberTable(campaign: ReportCampaign): Markup {
  const shown = [...campaign.accounts]
    .sort((a, b) => b.membership - a.membership || b.requests - a.requests)
    .slice(0, MOST_MEMBERS);
  const rest = campaign.accounts.length - shown.length;
  return markup`<div class="scroll members" tabindex="0" role="region" aria-label="Members">
    <table data-sort>
      <caption>
        ${
          rest > 0
            ? `The ${countText(shown.length)} strongest of ${countText(campaign.accounts.length)} members; the other ${countText(rest)} are in accounts.csv.`
            : `All ${countOf(shown.length, "member")}, strongest first.`
        }
        “Campaign requests” leaves out the account’s other traffic. Membership is how firmly an account
        belongs to the group, not what it did on its own.
      </caption>
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col" class="n">Membership</th>
          <th scope="col" class="n">Campaign requests</th>
          <th scope="col" class="n">of all</th>
          <th scope="col">First and last use</th>
          <th scope="col">Why it is a member</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(memberRow)}
      </tbody>
    </table>
  </div>`;
}

function memberRow(account: ReportAccount): Fragment {
  return markup`<tr data-a="${account.account}">
    <th scope="row"><span class="id">${account.account}</span></th>
    <td class="n" data-v="${account.membership}">${probabilityText(account.membership)}</td>
    <td class="n" data-v="${account.requests}">${countText(account.requests)}</td>
    <td class="n" data-v="${account.all_requests}">${countText(account.all_requests)}</td>
    <td class="nowrap" data-v="${account.first_seen}">
      ${dayText(account.first_seen)} –
      ${dayText(account.last_seen).slice(5)}${
        account.banned_at === undefined
          ? undefined
          : markup`<br /><span class="soft">banned ${timeText(account.banned_at).slice(5)}</span>`
      }
    </td>
    <td>${account.reasons.slice(0, 6).join("; ")}</td>
  </tr>`;
}
