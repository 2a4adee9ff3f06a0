import { createHash } from "node:crypto";
import type { Report } from "./report.ts";
import { campaignSection } from "./campaign-section.ts";
import { ENHANCEMENT_SCRIPT } from "./enhancement-script.ts";
import { countOf, dayText } from "./figure-text.ts";
import { findings, MOST_CAMPAIGNS } from "./findings-section.ts";
import { inputSection } from "./input-section.ts";
import { markup, markupText, trustedMarkup } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { footer, methodSection } from "./method-section.ts";
import { STYLE } from "./style.ts";
import { surroundings } from "./surroundings.ts";
import { timeline } from "./timeline.ts";

/**
 * `report.html` in pieces: one self-contained page that loads nothing and sends nothing (its policy forbids both),
 * reads fully without script, on paper and by ear. All text out of the report is escaped.
 */
export function* reportPage(report: Report): Generator<string> {
  yield `<!doctype html>\n${markupText(head(report))}`;
  yield `<body><a class="skip" href="#main">Skip to the findings</a><div class="wrap">`;
  yield markupText(markup`${masthead(report)}${contents(report)}`);
  yield `<main id="main">`;
  yield markupText(findings(report));
  yield markupText(timeline(report.measure));
  // A picture per campaign: with many campaigns each gets fewer lines, so that the page stays below three megabytes.
  const mostRows = Math.max(60, Math.min(300, Math.floor(2400 / Math.max(1, report.campaigns.length))));
  for (const [at, campaign] of report.campaigns.slice(0, MOST_CAMPAIGNS).entries()) {
    yield markupText(campaignSection(campaign, { number: at + 1, fdr: report.fdr, mostRows }));
  }
  yield markupText(markup`${surroundings(report)}${inputSection(report.input)}${methodSection(report)}`);
  yield `</main>${markupText(footer(report))}</div><script>${ENHANCEMENT_SCRIPT}</script></body></html>\n`;
}

function head(report: Report): Markup {
  const policy = `default-src 'none'; style-src '${sourceHash(STYLE)}'; script-src '${sourceHash(ENHANCEMENT_SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return markup`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${trustedMarkup(policy)}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <meta name="robots" content="noindex" />
      <meta name="generator" content="${report.generator.name} ${report.generator.version}" />
      <title>
        Stillwatch: ${countOf(report.campaigns.length, "campaign")}, ${dayText(report.input.first)} to
        ${dayText(report.input.last)}
      </title>
      <style>${trustedMarkup(STYLE)}</style>
    </head>`;
}

function sourceHash(source: string): string {
  return `sha256-${createHash("sha256").update(source, "utf8").digest("base64")}`;
}

function masthead({ input }: Report): Markup {
  return markup`<header class="masthead">
    <div class="brand">Stillwatch</div>
    <h1>Coordinated collection from model logs</h1>
    <p class="soft">
      ${
        input.events === 0
          ? "The log holds no readable request."
          : `${countOf(input.events, "request")} of ${countOf(input.accounts, "account")} in ${countOf(input.files.length, "file")}, ${dayText(input.first)} to ${dayText(input.last)} (UTC)`
      }
    </p>
  </header>`;
}

function contents(report: Report): Markup {
  return markup`<nav aria-label="Contents">
    <ul>
      <li><a href="#findings">Findings</a></li>
      <li><a href="#timeline">Over time</a></li>
      ${report.campaigns
        .slice(0, MOST_CAMPAIGNS)
        .map((_, at) => markup`<li><a href="#campaign-${at + 1}">Campaign ${at + 1}</a></li>`)}
      <li><a href="#spared">Spared</a></li>
      <li><a href="#below">Below the threshold</a></li>
      <li><a href="#blind">Blind spots</a></li>
      <li><a href="#input">What was read</a></li>
      <li><a href="#method">How to read this</a></li>
    </ul>
  </nav>`;
}
