import { Command, InvalidArgumentError } from "commander";
import { DEFAULT_QUOTAS, type Quotas } from "../life/quota-store.ts";
import { HubError } from "../hub-error.ts";
import { COMMAND_LINE } from "../members/administration.ts";
import { withHub } from "./hub-at-hand.ts";
import { machine, type Shown } from "./output.ts";
import { dataOption, type PlaceOptions } from "./store-place.ts";
import type { World } from "./world.ts";

interface QuotaOptions extends PlaceOptions, Shown, Partial<Quotas> {}

/** `stillwatch hub quota`: what a member may take of the hub. */
export function quotaCommand(world: World): Command {
  return new Command("quota")
    .summary("show or change what a member may take of the hub")
    .description("Shows what a member may take of the hub, after changing what is given.")
    .argument("<NAME>", "the organisation")
    .option("--requests-per-minute <COUNT>", "requests of all its keys", countOf)
    .option("--objects-per-day <COUNT>", "objects it sends in a day of UTC", countOf)
    .option("--envelope-bytes <BYTES>", "bytes of one envelope", countOf)
    .option("--concurrent-writes <COUNT>", "writes under way at once", countOf)
    .option("--json", "print JSON")
    .addOption(dataOption())
    .addHelpText("after", EPILOGUE)
    .action(async (name: string, options: QuotaOptions) => {
      const quotas = await withHub(options, world, async ({ stores }) => {
        const organization = await stores.members.organizationNamed(name);
        if (organization === undefined) {
          throw new HubError("not-found", `there is no organisation named "${name.slice(0, 200)}"`);
        }
        const before = (await stores.quotas.quotasOf(organization.number)) ?? DEFAULT_QUOTAS;
        const wanted = changed(before, options);
        if (wanted === before) return before;
        await stores.quotas.setQuotas(organization.number, wanted);
        await stores.audit.append({
          atMs: world.now(),
          organization: undefined,
          credential: COMMAND_LINE.credential,
          action: "quota.set",
          targetKind: "organization",
          target: String(organization.number),
          outcome: "done",
        });
        return wanted;
      });
      world.stdout.write(options.json === true ? machine({ quotas: onWire(quotas) }) : textOf(quotas));
    });
}

function changed(before: Quotas, given: Partial<Quotas>): Quotas {
  const names = Object.keys(DEFAULT_QUOTAS) as (keyof Quotas)[];
  if (names.every((name) => given[name] === undefined)) return before;
  return Object.fromEntries(names.map((name) => [name, given[name] ?? before[name]])) as unknown as Quotas;
}

function onWire(quotas: Quotas): Readonly<Record<string, number>> {
  return {
    requests_per_minute: quotas.requestsPerMinute,
    objects_per_day: quotas.objectsPerDay,
    envelope_bytes: quotas.envelopeBytes,
    concurrent_writes: quotas.concurrentWrites,
  };
}

function textOf(quotas: Quotas): string {
  return Object.entries(onWire(quotas))
    .map(([name, count]) => `${name.replaceAll("_", " ").padEnd(20)} ${count}\n`)
    .join("");
}

/** As large as the store's integers. */
const LARGEST = 2_147_483_647;

function countOf(text: string): number {
  const count = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= 1 && count <= LARGEST)) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${LARGEST}.`);
  }
  return count;
}

const EPILOGUE = `
A running hub knows within five seconds. Who goes beyond is answered 429 or 413; others are not slowed.

Examples:
  stillwatch hub quota "North Lab"
  stillwatch hub quota "North Lab" --objects-per-day 20000 --concurrent-writes 1`;
