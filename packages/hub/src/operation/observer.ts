import type { HubObserver } from "../api/hub-parts.ts";
import type { Role } from "../members/caller.ts";
import type { Figures } from "./figures.ts";
import type { HubLog } from "./log.ts";

/** Logs and counts what the hub answers. */
export function hubObserver(log: HubLog, figures: Figures): HubObserver {
  return {
    answered({ requestId, method, route, status, milliseconds, caller }) {
      log.answered({
        request: requestId,
        method,
        route,
        status,
        milliseconds,
        credential: caller?.credential,
      });
      figures.answered({ method, route, status, milliseconds, role: roleLabel(caller?.roles) });
    },
    failed(errorId, error) {
      log.failed(errorId, error);
      figures.failed();
    },
  };
}

/** One label for a set of roles: 15 sets at most, and one for nobody. */
function roleLabel(roles: ReadonlySet<Role> | undefined): string {
  return roles === undefined ? "none" : [...roles].sort().join("+");
}
