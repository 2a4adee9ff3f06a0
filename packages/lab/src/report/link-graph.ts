import type { IdentityLink, ReportAccount } from "./report.ts";
import { countOf, countText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Fragment, Markup } from "./markup.ts";
import { layOutLinks } from "./link-layout.ts";
import type { LinkLayout } from "./link-layout.ts";

/**
 * Who shares what: accounts on a ring, shared values as numbered hubs inside, and the same as a list with the reason and
 * weight of each link. The place of every node follows from the links alone, so two runs draw the same picture.
 */
export function linkGraph(
  links: readonly IdentityLink[],
  accounts: readonly ReportAccount[],
  { id }: { readonly id: string },
): Markup {
  if (links.length === 0)
    return markup`<p class="none">No value of the side tables or the network is shared by several members.</p>`;
  const layout = layOutLinks(links);
  const linked = new Set(links.flatMap((link) => link.accounts)).size;
  return markup`<p>
      ${countText(linked)} of ${countOf(accounts.length, "member")} share at least one value with another
      member. Values that many accounts of the whole log have weigh little.
      ${drawnNote(layout, linked, links.length)}
    </p>
    <div class="split">
      <div>${picture(layout, accounts, id)}</div>
      <div class="scroll">${linkTable(layout)}</div>
    </div>`;
}

const KINDS: Readonly<Record<IdentityLink["kind"], string>> = {
  payment: "payment",
  device: "device",
  signup_ip: "sign-up IP",
  email_domain: "e-mail domain",
  network: "network",
  signup_burst: "sign-up burst",
};

const SIZE = 480;

function drawnNote(layout: LinkLayout, linked: number, links: number): string {
  const parts: string[] = [];
  if (layout.nodes.length < linked) parts.push(`${countText(layout.nodes.length)} of the linked accounts`);
  if (layout.hubs.length < links)
    parts.push(`${countText(layout.hubs.length)} of ${countText(links)} links, the strongest`);
  return parts.length === 0 ? "" : `Drawn: ${parts.join(" and ")}.`;
}

function picture(layout: LinkLayout, accounts: readonly ReportAccount[], id: string): Markup {
  const banned = new Set(
    accounts.filter((account) => account.banned_at !== undefined).map(({ account }) => account),
  );
  const place = (unit: number): string => (SIZE / 2 + unit * (SIZE / 2 - 14)).toFixed(1);
  return markup`<figure>
    <svg viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" role="img" aria-labelledby="${id}-t ${id}-d">
      <title id="${id}-t">Accounts and the values they share</title>
      <desc id="${id}-d">
        ${countOf(layout.nodes.length, "account")} on a ring, ${countOf(layout.hubs.length, "shared value")}
        inside. The list beside it says the same.
      </desc>
      ${layout.edges.map((edge) => markup`<path class="edge" data-a="${edge.node.account}" d="M${place(edge.node.x)} ${place(edge.node.y)}Q${place((edge.node.x + edge.hub.x) * 0.42)} ${place((edge.node.y + edge.hub.y) * 0.42)} ${place(edge.hub.x)} ${place(edge.hub.y)}" />`)}
      ${layout.nodes.map((node) => markup`<circle class="node${banned.has(node.account) ? " out" : ""}" data-a="${node.account}" cx="${place(node.x)}" cy="${place(node.y)}" r="${layout.nodes.length > 60 ? 3.4 : 4.8}"><title>${node.account}</title></circle>`)}
      ${layout.hubs.map((hub) => markup`<circle class="hub" cx="${place(hub.x)}" cy="${place(hub.y)}" r="11" /><text class="hub-text" x="${place(hub.x)}" y="${(SIZE / 2 + hub.y * (SIZE / 2 - 14) + 4).toFixed(1)}" text-anchor="middle">${hub.number}</text>`)}
    </svg>
    <ul class="legend">
      <li>
        <svg width="12" height="12" aria-hidden="true"><circle class="node" cx="6" cy="6" r="4.5" /></svg
        >account
      </li>
      ${
        layout.nodes.some((node) => banned.has(node.account))
          ? markup`<li>
              <svg width="12" height="12" aria-hidden="true">
                <circle class="node out" cx="6" cy="6" r="4.5" /></svg
              >banned account
            </li>`
          : undefined
      }
      <li>
        <svg width="14" height="14" aria-hidden="true"><circle class="hub" cx="7" cy="7" r="6" /></svg>shared
        value, numbered as in the list
      </li>
    </ul>
  </figure>`;
}

function linkTable(layout: LinkLayout): Markup {
  const rest = layout.listed - layout.ordered.length;
  return markup`<table>
      <caption>
        Links, strongest first. “In the log” counts all accounts that have the value, members or not.
      </caption>
      <thead>
        <tr>
          <th scope="col" class="n">#</th>
          <th scope="col">Shared value</th>
          <th scope="col" class="n">Members</th>
          <th scope="col" class="n">In the log</th>
          <th scope="col" class="n">Weight</th>
        </tr>
      </thead>
      <tbody>
        ${layout.ordered.map((link, at) => linkRow(link, at))}
      </tbody>
    </table>
    ${rest > 0 ? markup`<p class="small soft">${countOf(rest, "further link")} in report.json.</p>` : undefined}`;
}

function linkRow(link: IdentityLink, at: number): Fragment {
  return markup`<tr>
    <td class="n">${at + 1}</td>
    <td>${KINDS[link.kind] ?? link.kind} <span class="id">${link.value}</span></td>
    <td class="n">${countText(link.accounts.length)}</td>
    <td class="n">${countText(link.accounts_overall)}</td>
    <td class="n">${link.weight.toFixed(2)}</td>
  </tr>`;
}
