import { createHash } from "node:crypto";
import type { Report } from "./report.ts";
import { belowThreshold, campaignSection } from "./campaign-section.ts";
import { ENHANCEMENT_SCRIPT } from "./enhancement-script.ts";
import { countOf, countText, dayText, probabilityText, rateText, significanceText } from "./figure-text.ts";
import { html, markupText, trustedMarkup } from "./html.ts";
import type { Fragment, Markup } from "./html.ts";
import { blindSpots, inputSection } from "./input-section.ts";
import { sparedTable, declaredUses } from "./spared-table.ts";
import { STYLE } from "./style.ts";
import { timeline } from "./timeline.ts";

/**
 * `report.html` in pieces: one self-contained page that loads nothing and sends nothing (its policy forbids both),
 * reads fully without script, on paper and by ear. All text out of the report is escaped.
 */
export function* reportPage(report: Report): Generator<string> {
  yield `<!doctype html>\n${markupText(head(report))}`;
  yield markupText(html`<body><a class="skip" href="#main">Skip to the findings</a><div class="wrap">${masthead(report)}${contents(report)}<main id="main">`);
  yield markupText(findings(report));
  yield markupText(timeline(report.measure));
  // A picture per campaign: with many campaigns each gets fewer lines, so that the page stays below three megabytes.
  const mostRows = Math.max(60, Math.min(300, Math.floor(2400 / Math.max(1, report.campaigns.length))));
  for (const [at, campaign] of report.campaigns.entries()) {
    if (at === MOST_CAMPAIGNS) break;
    yield markupText(campaignSection(campaign, { number: at + 1, fdr: report.fdr, mostRows }));
  }
  yield markupText(html`${rest(report)}${method(report)}</main>${footer(report)}</div><script>${trustedMarkup(ENHANCEMENT_SCRIPT)}</script></body></html>`);
}

/** Campaigns that are shown in full; the rest is in report.json. */
export const MOST_CAMPAIGNS = 40;

function head(report: Report): Markup {
  const policy = `default-src 'none'; style-src '${sourceHash(STYLE)}'; script-src '${sourceHash(ENHANCEMENT_SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return html`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trustedMarkup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex"><meta name="generator" content="${report.generator.name} ${report.generator.version}">
<title>Stillwatch: ${countOf(report.campaigns.length, "campaign")}, ${dayText(report.input.first)} to ${dayText(report.input.last)}</title>
<style>${trustedMarkup(STYLE)}</style></head>`;
}

function sourceHash(source: string): string {
  return `sha256-${createHash("sha256").update(source, "utf8").digest("base64")}`;
}

function masthead({ input }: Report): Markup {
  return html`<header class="masthead"><div class="brand">Stillwatch</div>
<h1>Coordinated collection from model logs</h1>
<p class="soft">${
    input.events === 0
      ? "The log holds no readable request."
      : `${countOf(input.events, "request")} of ${countOf(input.accounts, "account")} in ${countOf(input.files.length, "file")}, ${dayText(input.first)} to ${dayText(input.last)} (UTC)`
  }</p></header>`;
}

function contents(report: Report): Markup {
  return html`<nav aria-label="Contents"><ul><li><a href="#findings">Findings</a></li><li><a href="#timeline">Over time</a></li>${report.campaigns
    .slice(0, MOST_CAMPAIGNS)
    .map((_, at) => html`<li><a href="#campaign-${at + 1}">Campaign ${at + 1}</a></li>`)}<li><a href="#spared">Spared</a></li><li><a href="#below">Below the threshold</a></li><li><a href="#blind">Blind spots</a></li><li><a href="#input">What was read</a></li><li><a href="#method">How to read this</a></li></ul></nav>`;
}

function findings(report: Report): Markup {
  const rate = rateText(report.fdr);
  if (report.campaigns.length === 0) {
    return html`<section aria-labelledby="findings"><h2 id="findings">No campaign found</h2>
<p class="lead">No group of accounts passed the test at a false-discovery rate of ${rate}. This is not evidence of absence: a campaign
that is smaller, slower, or visible only in telemetry that this run did not have would not show. ${
      report.blind_spots.length > 0 ? html`<a href="#blind">${countOf(report.blind_spots.length, "blind spot")}</a> ${report.blind_spots.length === 1 ? "is" : "are"} listed below.` : undefined
    }</p></section>`;
  }
  const accounts = new Set(report.campaigns.flatMap((campaign) => campaign.accounts.map(({ account }) => account))).size;
  return html`<section aria-labelledby="findings"><h2 id="findings">${countOf(report.campaigns.length, "campaign")} for review</h2>
<p>${countOf(accounts, "account")} in ${report.campaigns.length === 1 ? "a group that" : "groups that"} passed the test at a false-discovery rate of ${rate}: of the groups reported
this way, about ${rate} are expected to be chance. Each is a finding for a person to review, not a decision about an account.</p>
<ol class="findings">${report.campaigns.slice(0, MOST_CAMPAIGNS).map(
    (campaign, at) =>
      html`<li><p><strong><a href="#campaign-${at + 1}">Campaign ${at + 1}</a></strong> <span class="soft small">${probabilityText(campaign.probability)}, q ${significanceText(campaign.q_value)}, ${countOf(campaign.accounts.length, "account")}, ${countOf(campaign.requests, "request")}</span></p><p>${campaign.verdict}</p></li>`,
  )}</ol>${
    report.campaigns.length > MOST_CAMPAIGNS ? html`<p class="soft">${countText(report.campaigns.length - MOST_CAMPAIGNS)} further campaigns are in report.json and campaigns.csv.</p>` : undefined
  }</section>`;
}

function rest(report: Report): Fragment {
  return [
    section("spared", "Spared", report.spared.length === 0 ? none("No other group came near the threshold.") : sparedTable(report.spared, "Groups that look like collection in some respect and were not reported.")),
    section("below", "Below the threshold", report.below_threshold.length === 0 ? none("No further candidate.") : belowThreshold(report.below_threshold)),
    section("declared", "Declared uses", report.declared_uses.length === 0 ? none("No declared use touched this run.") : declaredUses(report.declared_uses)),
    section("blind", "Blind spots", blindSpots(report.blind_spots)),
    inputSection(report.input),
  ];
}

function section(id: string, title: string, body: Markup): Markup {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`;
}

function none(text: string): Markup {
  return html`<p class="none">${text}</p>`;
}

function method(report: Report): Markup {
  return section(
    "method",
    "How to read this",
    html`<p>Stillwatch groups accounts whose requests share text, timing or identity, and tests each group against this log’s own ordinary
traffic. A group is reported when at least two independent families of evidence speak for it and its q-value (Benjamini–Hochberg over all
candidates of the run) is at most ${String(report.fdr)}. Each family’s weight is a log-likelihood ratio; their sum, discounted for overlap, gives the probability.</p>
<div class="say"><p><strong>What this report does not say</strong></p><ul>
<li>It does not say who is behind a group, for whom it works, or what became of the answers.</li>
<li>It does not say that any model was trained on them.</li>
<li>It judges no account on its volume alone, and no account by itself: membership is a property of the group.</li>
<li>It does not say that nothing else happened; see the <a href="#blind">blind spots</a>.</li>
<li>It recommends no action. Whether an account is limited, checked or closed is a person’s decision, with a way to appeal.</li></ul></div>`,
  );
}

function footer({ generator }: Report): Markup {
  return html`<footer>Made by ${generator.name} ${generator.version}, seed ${generator.seed}. The same logs, tables and seed give the same report. This page holds account ids and
excerpts of requests: it is for the provider’s own reviewers.</footer>`;
}
