import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOG_START_MS, NEW_MODEL, type VolumeAccount } from "./volume-accounts.ts";

const DAY_MS = 86_400_000;

/** Paths of the side tables of a log, by the option of `stillwatch detect` that takes them. */
export type SideTablePaths = Readonly<
  Record<"accounts" | "enforcement" | "releases" | "declared-use", string>
>;

/** Writes all four side tables: a few bans, one release in the middle, one declared use. */
export function writeSideTables(folder: string, accounts: readonly VolumeAccount[]): SideTablePaths {
  const write = (name: string, rows: readonly object[]): string => {
    const path = join(folder, `${name}.ndjson`);
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    return path;
  };
  const banned = accounts.filter(({ purpose }, index) => purpose === "campaign" && index % 15 === 0);
  return {
    accounts: write("accounts", accounts.map(accountRow)),
    enforcement: write(
      "enforcement",
      banned.map(({ account }, index) => ({ time: moment(6 + index / 40), account, action: "ban" })),
    ),
    releases: write("releases", [{ time: moment(5), model: NEW_MODEL }]),
    "declared-use": write("declared-use", [
      {
        organization: accounts[0]?.organization ?? "",
        use: "evaluation",
        from: moment(-30),
        note: "nightly evaluation",
      },
    ]),
  };
}

function accountRow(account: VolumeAccount): object {
  return {
    account: account.account,
    organization: account.organization,
    created: new Date(account.created).toISOString(),
    plan: "pay-as-you-go",
    signup_path: "web",
    payment: account.payment,
    email_domain: "mail.example",
    device: account.device,
    signup_ip: account.networks[0]?.ip ?? "",
    country: account.networks[0]?.country ?? "",
  };
}

function moment(day: number): string {
  return new Date(LOG_START_MS + day * DAY_MS).toISOString();
}
