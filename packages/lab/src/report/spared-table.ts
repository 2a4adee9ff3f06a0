import type { DeclaredUseCheck, DeclaredUseNote, SparedGroup } from "./report.ts";
import { countOf, countText, dayText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Fragment, Markup } from "./markup.ts";

/** Groups that look alike and were spared, nearest first, with what separated them; the first few in sight. */
export function sparedTable(groups: readonly SparedGroup[], caption: string): Markup {
  const nearest = [...groups].sort((a, b) => b.similarity - a.similarity).slice(0, MOST_GROUPS);
  const rest = groups.length - nearest.length;
  const folded = nearest.slice(GROUPS_IN_SIGHT);
  return markup`${groupTable(nearest.slice(0, GROUPS_IN_SIGHT), caption)}${
    folded.length > 0
      ? markup`<details>
          <summary>${countOf(folded.length, "more group")}</summary>
          ${groupTable(folded, "Less like collection than those above.")}
        </details>`
      : undefined
  }${rest > 0 ? markup`<p class="small soft">${countText(rest)} more in report.json.</p>` : undefined}`;
}

/** Declared uses that touched a decision, and what each changed. */
export function declaredUses(notes: readonly DeclaredUseNote[]): Markup {
  const rest = notes.length - MOST_GROUPS;
  return markup`<div class="scroll">
      <table>
        <caption>
          Uses that the lab has authorised, and what each declaration changed.
        </caption>
        <thead>
          <tr>
            <th scope="col">Subject</th>
            <th scope="col">Use</th>
            <th scope="col">Valid</th>
            <th scope="col" class="n">Requests</th>
            <th scope="col">Effect</th>
          </tr>
        </thead>
        <tbody>
          ${notes.slice(0, MOST_GROUPS).map(
            (note) =>
              markup`<tr>
                <th scope="row"><span class="id">${note.subject}</span></th>
                <td>${note.use}</td>
                <td>${period(note)}</td>
                <td class="n">${countText(note.requests)}</td>
                <td>${note.effect}${note.check && checked(note.check)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rest > 0 ? markup`<p class="small soft">${countText(rest)} more in report.json.</p>` : undefined}`;
}

/** The check of a declared use; one that does not behave as declared is what the reader has to see. */
function checked({ agrees, expected, observed }: DeclaredUseCheck): Markup {
  return agrees
    ? markup`<p class="small soft">It behaves as declared: ${observed}.</p>`
    : markup`<p><strong>It does not behave as declared:</strong> ${observed}.</p>
        <p class="small soft">Expected of ${expected}.</p>`;
}

const MOST_GROUPS = 60;
const GROUPS_IN_SIGHT = 8;

function groupTable(groups: readonly SparedGroup[], caption: string): Markup {
  return markup`<div class="scroll">
    <table>
      <caption>${caption}</caption>
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col">Likeness</th>
          <th scope="col" class="n">Accounts</th>
          <th scope="col" class="n">Payers</th>
          <th scope="col" class="n">Requests</th>
          <th scope="col">Why it was spared</th>
        </tr>
      </thead>
      <tbody>${groups.map(groupRow)}</tbody>
    </table>
  </div>`;
}

function groupRow(group: SparedGroup): Fragment {
  const length = Math.round(Math.min(1, Math.max(0, group.similarity)) * 60);
  return markup`<tr>
    <th scope="row">
      ${group.label}${group.shared_text && markup`<p class="small soft">${group.shared_text}</p>`}
    </th>
    <td class="nowrap">
      ${group.similarity.toFixed(2)}
      <svg width="62" height="12" aria-hidden="true">
        <path class="grid" d="M0 11.5h62" />
        <rect class="bar" width="${length}" height="9" y="1" />
      </svg>
    </td>
    <td class="n">${countText(group.accounts)}</td>
    <td class="n">${countText(group.payers)}</td>
    <td class="n">${countText(group.requests)}</td>
    <td>
      <ul class="reasons">
        ${group.reasons.map((reason) => markup`<li>${reason}</li>`)}
      </ul>
    </td>
  </tr>`;
}

function period(note: DeclaredUseNote): string {
  if (note.from === undefined && note.until === undefined) return "no limit stated";
  return `${note.from === undefined ? "…" : dayText(note.from)} to ${note.until === undefined ? "…" : dayText(note.until)}`;
}
