import type { BlindSpot, ReportFile, ReportInput } from "./report.ts";
import { countOf, countText, dayText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Fragment, Markup } from "./markup.ts";

/** What was read: files with counts and the origin of each field, side tables, rejected lines. */
export function inputSection(input: ReportInput): Markup {
  const rejected = input.files.reduce((sum, file) => sum + file.rejected, 0);
  return markup`<section aria-labelledby="input">
    <h2 id="input">What was read</h2>
    <p>
      ${countOf(input.files.length, "file")}, ${countOf(input.events, "request")} of
      ${countOf(input.accounts, "account")}.
      ${
        rejected === 0
          ? "No line was rejected."
          : markup`${countOf(rejected, "line")} could not be read and ${rejected === 1 ? "is" : "are"} in
              <code>rejected.ndjson</code> with file, line and reason.`
      }
      ${input.duplicates === 0 ? "" : `${countOf(input.duplicates, "line")} repeated an earlier request id and ${input.duplicates === 1 ? "was" : "were"} left out.`}
    </p>
    ${fileTable(input.files)}
    ${input.side_tables.length === 0 ? markup`<p class="none">No side table was given.</p>` : sideTables(input)}
    ${provenance(input.files)} ${knowledge(input)}
  </section>`;
}

/** What the lab brought along besides its logs. */
function knowledge({ baseline, rules = [] }: ReportInput): Fragment {
  if (baseline === undefined && rules.length === 0) return undefined;
  return markup`${
    baseline === undefined
      ? undefined
      : markup`<p>
            Held against a baseline of ${countOf(baseline.accounts, "ordinary account")},
            ${dayText(baseline.first)} to ${dayText(baseline.last)}.
          </p>
          ${
            baseline.warnings.length === 0
              ? undefined
              : markup`<ul>
                  ${baseline.warnings.map((warning) => markup`<li>${warning}</li>`)}
                </ul>`
          }`
  }${
    rules.length === 0
      ? undefined
      : markup`<p>Own rules that took part: ${rules.map(({ title }) => title).join("; ")}.</p>`
  }`;
}

/** Which telemetry is missing and what it would decide. */
export function blindSpots(spots: readonly BlindSpot[]): Markup {
  if (spots.length === 0)
    return markup`<p class="none">All telemetry that this version can use was present.</p>`;
  return markup`<div class="scroll">
    <table>
      <caption>
        Telemetry that this run did not have. Campaigns that show only there cannot have been found.
      </caption>
      <thead>
        <tr>
          <th scope="col">Missing</th>
          <th scope="col">What it would have decided</th>
        </tr>
      </thead>
      <tbody>
        ${spots.map(
          (spot) =>
            markup`<tr>
              <th scope="row"><span class="id">${spot.missing}</span></th>
              <td>${spot.would_decide}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const MOST_FILES = 200;

function fileTable(files: readonly ReportFile[]): Markup {
  const rest = files.length - MOST_FILES;
  return markup`<div class="scroll">
      <table>
        <caption>
          Log files
        </caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Format</th>
            <th scope="col" class="n">Lines</th>
            <th scope="col" class="n">Requests</th>
            <th scope="col" class="n">Rejected</th>
          </tr>
        </thead>
        <tbody>
          ${files.slice(0, MOST_FILES).map(
            (file) =>
              markup`<tr>
                <th scope="row"><span class="id">${file.path}</span></th>
                <td>${file.format}</td>
                <td class="n">${countText(file.lines)}</td>
                <td class="n">${countText(file.events)}</td>
                <td class="n">${countText(file.rejected)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rest > 0 ? markup`<p class="small soft">${countOf(rest, "further file")} in report.json.</p>` : undefined}`;
}

function sideTables(input: ReportInput): Markup {
  return markup`<div class="scroll">
    <table>
      <caption>
        Side tables; “unmatched” rows are about accounts that the log does not have.
      </caption>
      <thead>
        <tr>
          <th scope="col">Table</th>
          <th scope="col">File</th>
          <th scope="col" class="n">Rows</th>
          <th scope="col" class="n">Rejected</th>
          <th scope="col" class="n">Unmatched</th>
        </tr>
      </thead>
      <tbody>
        ${input.side_tables.map(
          (table) =>
            markup`<tr>
              <th scope="row">${table.table}</th>
              <td><span class="id">${table.path}</span></td>
              <td class="n">${countText(table.rows)}</td>
              <td class="n">${countText(table.rejected)}</td>
              <td class="n">${countText(table.unmatched)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Files with the same format and the same origins are told once. */
function provenance(files: readonly ReportFile[]): Fragment {
  const groups = new Map<string, { readonly file: ReportFile; count: number }>();
  for (const file of files) {
    const key = JSON.stringify([file.format, file.fields]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { file, count: 1 });
    else known.count++;
  }
  return [...groups.values()].slice(0, 20).map(
    ({ file, count }) =>
      markup`<details>
        <summary>Where the fields come from: ${file.format}, ${countOf(count, "file")}</summary>
        <div class="scroll">
          <table>
            <caption>
              “Observed” was seen by the provider, “declared” was stated by the client, “derived” was computed
              here.
            </caption>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Read from</th>
                <th scope="col">Origin</th>
              </tr>
            </thead>
            <tbody>
              ${Object.entries(file.fields)
                .slice(0, 60)
                .map(
                  ([field, { from, origin }]) =>
                    markup`<tr>
                      <th scope="row">${field}</th>
                      <td><span class="id">${from}</span></td>
                      <td>${origin}</td>
                    </tr>`,
                )}
            </tbody>
          </table>
        </div>
      </details>`,
  );
}
