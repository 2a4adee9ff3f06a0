import { InvalidArgumentError, Option } from "commander";
import { ROLES, type Role } from "../members/caller.ts";

/** Collects an option that may be repeated. */
export function severalOf(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** `--role`, which may be repeated; the first one given replaces a default. */
export function roleOption(): Option {
  let given: Role[] = [];
  return new Option("--role <ROLE>", `${ROLES.join(", ")}; may be repeated`).argParser((value: string) => {
    const role = ROLES.find((known) => known === value);
    if (role === undefined) throw new InvalidArgumentError(`A role is ${ROLES.join(", ")}.`);
    given = [...given, role];
    return given;
  });
}

const DAYS = /^(\d{1,5})d$/;
const DAY_MILLISECONDS = 86_400_000;

/**
 * Reads `90d` or a date with or without a time (`2027-01-31`, then its beginning in UTC).
 *
 * @returns epoch milliseconds
 * @throws InvalidArgumentError
 */
export function momentOf(text: string, nowMs: number): number {
  const days = DAYS.exec(text)?.[1];
  if (days !== undefined) return nowMs + Number(days) * DAY_MILLISECONDS;
  const moment = /^\d{4}-\d\d-\d\d(?:T[\d:.]{5,16}Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) throw new InvalidArgumentError("Write 90d, 2027-01-31 or 2027-01-31T12:00:00Z.");
  return moment;
}

/** @throws InvalidArgumentError */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  return port;
}
