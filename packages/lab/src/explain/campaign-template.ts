import { isText } from "../campaigns/seeds.ts";
import type { Search } from "../campaigns/find-campaigns.ts";
import type { Finding } from "../campaigns/judge-all.ts";
import type { FoundRequest } from "../sketches/read-again.ts";
import type { TemplateView } from "../report/report.ts";
import { templateView, type TemplateExample } from "../report/template-alignment.ts";
import { iso } from "./explain-campaign.ts";

/** Examples that are compared; three of them are shown. */
export const COMPARED_EXAMPLES = 8;

/** Requests to be read again to show the campaign's template: spread over its main seed; none where no text leads it. */
export function exampleRequests(finding: Finding, search: Search): readonly number[] {
  const lead = finding.candidate.seeds[0];
  if (lead === undefined || !isText(lead)) return [];
  const seedRequests = search.groups[lead.no]?.requests;
  const own = new Set(finding.requests.requestNo);
  const usable = (seedRequests ?? []).filter((request) => own.has(request));
  const step = Math.max(1, Math.floor(usable.length / COMPARED_EXAMPLES));
  return usable.filter((_, at) => at % step === 0).slice(0, COMPARED_EXAMPLES);
}

/** The shared text with its slots; from the part of the request in which the examples agree most. */
export function templateOf(
  requests: readonly number[],
  texts: ReadonlyMap<number, FoundRequest>,
): TemplateView | null {
  const events = requests.flatMap((request) => texts.get(request)?.event ?? []);
  const views = (["user", "system"] as const)
    .map((part) =>
      templateView(
        part,
        events.map((event): TemplateExample => ({
          request_id: event.requestId,
          account: event.account,
          time: iso(event.timeMs),
          text: part === "user" ? event.prompt.lastUser : event.prompt.system,
        })),
      ),
    )
    .filter((view) => view !== null);
  return views.sort((a, b) => fixedLength(b) - fixedLength(a))[0] ?? null;
}

function fixedLength(view: TemplateView): number {
  return view.pieces.reduce((sum, piece) => sum + (piece.kind === "fixed" ? piece.text.length : 0), 0);
}
