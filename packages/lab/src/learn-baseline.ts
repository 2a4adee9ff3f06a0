import type { Baseline } from "./baseline/baseline.ts";
import { readHoursOfWeek } from "./baseline/hours-of-week.ts";
import { measureBaseline } from "./baseline/measure-baseline.ts";
import { readOrdinaryRates } from "./campaigns/ordinary-rates.ts";
import { searchLog, type SearchedLog, type SearchLogInput } from "./detect.ts";

/** Candidates likelier than this are left out altogether, down to members with a single request. */
const LIKELY = 0.5;

/**
 * Learns what ordinary accounts are like from a period of a lab's own logs: the period is searched as `detect`
 * searches, and accounts that a candidate claims or whose use is declared are left out, so that neither a campaign nor
 * a permission becomes the norm.
 *
 * @throws what `searchLog` does
 */
export function learnBaseline(input: SearchLogInput): Promise<Baseline> {
  return searchLog(input, async (searched) => {
    const { engine, log, facts, search } = searched;
    input.onStep("measuring ordinary accounts");
    const pool = ordinaryAccounts(searched);
    return measureBaseline({
      measures: search.context.measures,
      pool,
      activeAccounts: facts.requests.filter((requests) => requests > 0).length,
      ordinary: await readOrdinaryRates(engine, pool),
      hoursOfWeek: await readHoursOfWeek(engine, pool),
      firstMs: log.firstMs,
      lastMs: log.lastMs,
      version: input.version,
      seed: input.seed,
    });
  });
}

/** The run's own pool, without members of likely campaigns, declared uses, and accounts without a request in the period. */
function ordinaryAccounts({ facts, search }: SearchedLog): readonly number[] {
  const claimed = new Set(
    search.findings
      .filter((finding) => finding.spared.length === 0 && finding.verdict.probability >= LIKELY)
      .flatMap((finding) => [...finding.members.keys()]),
  );
  return search.context.pool
    .filter((account) => !claimed.has(account) && !search.context.declared.has(account))
    .sort((a, b) => a - b);
}
