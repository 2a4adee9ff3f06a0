import type { ChangeRules } from "../api/hub-parts.ts";
import type { Figures } from "./figures.ts";

/** Change rules that are counted, and how many writes wait at this moment. */
export interface ObservedChanges {
  readonly changes: ChangeRules;
  readonly waiting: () => number;
}

/** Counts what passes through the change rules. State of this process. */
export function observedChanges(rules: ChangeRules, figures: () => Figures): ObservedChanges {
  let waiting = 0;
  return {
    waiting: () => waiting,
    changes: {
      async inTurn(caller, work) {
        let begun = false;
        const begin = (): void => {
          if (!begun) waiting -= 1;
          begun = true;
        };
        waiting += 1;
        try {
          return await rules.inTurn(caller, () => {
            begin();
            return work();
          });
        } finally {
          // Who was refused never began.
          begin();
        }
      },
      beforeAdding: (change) => rules.beforeAdding(change),
      async afterAdding(change) {
        figures().added(change.outcomes, change.refused);
        await rules.afterAdding(change);
      },
      async afterDeleting(change) {
        figures().deleted(change.deleted);
        await rules.afterDeleting(change);
      },
    },
  };
}
