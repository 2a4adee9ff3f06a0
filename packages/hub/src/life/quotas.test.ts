import { describe, expect, it } from "vitest";
import { bearer, facts, holder, testCredentials } from "../members/credentials.fixture.ts";
import type { Caller, OrganizationNumber } from "../members/caller.ts";
import { quotaKeeper } from "./quotas.ts";
import { DEFAULT_QUOTAS, type Quotas, type QuotaStore } from "./quota-store.ts";

/** A store in memory whose clock stands until it is moved. */
function quotas(given: Partial<Quotas> = {}) {
  const clock = { nowMs: Date.UTC(2026, 0, 1, 12) };
  const used = new Map<string, number>();
  const store: QuotaStore = {
    quotasOf: async () => ({ ...DEFAULT_QUOTAS, ...given }),
    setQuotas: async () => undefined,
    async take({ organization, day, objects, most }) {
      const name = `${organization} ${day}`;
      const sum = (used.get(name) ?? 0) + objects;
      if (sum > most) return false;
      used.set(name, sum);
      return true;
    },
  };
  return { clock, keeper: quotaKeeper({ store, now: () => clock.nowMs }) };
}

async function callerOf(organization: number): Promise<Caller> {
  const { gate, addKey } = testCredentials();
  const key = addKey({ holder: holder({ organization: organization as OrganizationNumber }) });
  const caller = await gate.authenticate(facts({ authorization: bearer(key) }));
  if (caller === undefined) throw new Error("the key must prove its holder");
  return caller;
}

describe("a member's quotas", () => {
  it("end its requests of a minute and nobody else's", async () => {
    const { clock, keeper } = quotas({ requestsPerMinute: 60 });
    const [flooding, quiet] = [await callerOf(1), await callerOf(2)];
    for (let n = 0; n < 60; n += 1) await keeper.countRequest(flooding);
    await expect(keeper.countRequest(flooding)).rejects.toMatchObject({
      code: "too-many-requests",
      retryAfterSeconds: 1,
    });
    await keeper.countRequest(quiet);
    clock.nowMs += 1_000;
    await keeper.countRequest(flooding);
    await expect(keeper.countRequest(flooding)).rejects.toMatchObject({ code: "too-many-requests" });
  });

  it("end its objects of a day until the next, and take nothing of what does not fit", async () => {
    const { clock, keeper } = quotas({ objectsPerDay: 100 });
    const caller = await callerOf(1);
    await keeper.takeObjects(caller, { objects: 60, bytes: 1 });
    await expect(keeper.takeObjects(caller, { objects: 41, bytes: 1 })).rejects.toMatchObject({
      code: "too-many-requests",
      retryAfterSeconds: 43_200,
    });
    await keeper.takeObjects(caller, { objects: 40, bytes: 1 });
    clock.nowMs += 43_200_000;
    await keeper.takeObjects(caller, { objects: 100, bytes: 1 });
  });

  it("refuse an envelope with too many bytes before its objects are counted", async () => {
    const { keeper } = quotas({ envelopeBytes: 1_000, objectsPerDay: 1 });
    const caller = await callerOf(1);
    await expect(keeper.takeObjects(caller, { objects: 1, bytes: 1_001 })).rejects.toMatchObject({
      code: "too-large",
    });
    await keeper.takeObjects(caller, { objects: 1, bytes: 1_000 });
  });

  it("leave another member's write its turn while one floods", async () => {
    const { keeper } = quotas({ concurrentWrites: 2 });
    const [flooding, quiet] = [await callerOf(1), await callerOf(2)];
    let under = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const write = () => {
      under += 1;
      most = Math.max(most, under);
      return new Promise<void>((resolve) => ends.push(resolve)).finally(() => (under -= 1));
    };
    const outcomes = Array.from({ length: 100 }, () =>
      keeper.inTurn(flooding, write).then(
        () => "written",
        (error: { code: string }) => error.code,
      ),
    );
    expect(await keeper.inTurn(quiet, async () => "written")).toBe("written");
    while (ends.length > 0) {
      ends.pop()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const all = await Promise.all(outcomes);
    expect(most).toBe(2);
    expect(all.filter((outcome) => outcome === "written")).toHaveLength(34);
    expect(all.filter((outcome) => outcome === "too-many-requests")).toHaveLength(66);
  });
});
