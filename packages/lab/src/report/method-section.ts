import type { Report } from "./report.ts";
import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { pageSection } from "./page-section.ts";

/** How the decision is made, and what the report does not say: no wording here may go further than the tests do. */
export function methodSection(report: Report): Markup {
  return pageSection(
    "method",
    "How to read this",
    markup`<p>
        Stillwatch groups accounts whose requests share text, timing or identity, and tests each group against
        this log’s own ordinary traffic. A group is reported when at least two independent families of
        evidence speak for it and its q-value (Benjamini–Hochberg over all candidates of the run) is at most
        ${String(report.fdr)}. Each family’s weight is a log-likelihood ratio; their sum, discounted for
        overlap, gives the probability.
      </p>
      <div class="say">
        <p><strong>What this report does not say</strong></p>
        <ul>
          <li>It does not say who is behind a group, for whom it works, or what became of the answers.</li>
          <li>It does not say that any model was trained on them.</li>
          <li>
            It judges no account on its volume alone, and no account by itself: membership is a property of
            the group.
          </li>
          <li>It does not say that nothing else happened; see the <a href="#blind">blind spots</a>.</li>
          <li>
            It recommends no action. Whether an account is limited, checked or closed is a person’s decision,
            with a way to appeal.
          </li>
        </ul>
      </div>`,
  );
}

/** Who made the page, and for whom it is. */
export function footer({ generator }: Report): Markup {
  return markup`<footer>
    Made by ${generator.name} ${generator.version}, seed ${generator.seed}. The same logs, tables and seed
    give the same report. This page holds account ids and excerpts of requests: it is for the provider’s own
    reviewers.
  </footer>`;
}
