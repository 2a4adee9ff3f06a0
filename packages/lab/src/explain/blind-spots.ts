import type { Context } from "../campaigns/context.ts";
import type { BlindSpot } from "../report/report.ts";

/** Which inputs a run had. */
export interface Telemetry {
  readonly accounts: boolean;
  readonly enforcement: boolean;
  readonly releases: boolean;
  readonly declaredUse: boolean;
  /** Some request had a text, an answer, an address. */
  readonly responses: boolean;
}

/** What the run could not see, and what it would have decided: missing telemetry is no sign of innocence. */
export function blindSpots(telemetry: Telemetry, context: Context): readonly BlindSpot[] {
  const spots: (BlindSpot | false)[] = [
    !telemetry.accounts && {
      missing: "accounts table",
      would_decide:
        "shared payment instruments, devices, sign-up networks and mail domains, account age and sign-up bursts; without it identity rests on request networks and lifecycle on first use",
    },
    !telemetry.enforcement && {
      missing: "enforcement table",
      would_decide: "whether a group replaces banned accounts by new ones (failover to a second pool)",
    },
    !telemetry.releases && {
      missing: "releases table",
      would_decide: "whether a group turns to a new model faster than ordinary accounts do on launch day",
    },
    !telemetry.declaredUse && {
      missing: "declared-use table",
      would_decide: "which large evaluations, syntheses and resellers the lab has authorised",
    },
    !context.index.known.has("network") && {
      missing: "client.ip",
      would_decide: "which accounts share rare networks",
    },
    !telemetry.responses && {
      missing: "response",
      would_decide: "whether answers carry inline reasoning or bare scores, and what was refused",
    },
    context.pool.length < 100 && {
      missing: "ordinary accounts",
      would_decide: `how unusual a group is: only ${String(context.pool.length)} accounts are outside every candidate, so the reference groups are small`,
    },
    !context.replays.presented.some((tokens) => tokens > 0) && {
      missing: "reasoning tokens (signatures of thinking, encrypted reasoning)",
      would_decide: "whether reasoning that was given to one account is presented by another",
    },
    {
      missing: "anything off the platform",
      would_decide:
        "transcripts bought from resellers, and full paraphrase of every request at a few requests a day",
    },
  ];
  return spots.filter((spot) => spot !== false);
}
