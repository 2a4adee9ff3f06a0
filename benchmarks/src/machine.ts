import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import { chdbVersion } from "./chdb-package.ts";

/** Where and with what a run was made; printed with every table. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  /** Load average of the last minute when the run began: above zero means that others were at work too. */
  readonly loadAverage: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** This machine. */
export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    versions: {
      node: process.versions.node,
      stillwatch: versionIn("../../packages/lab/package.json"),
      duckdb: dependency("@duckdb/node-api"),
      minhash: dependency("minhash"),
      chdb: chdbVersion() ?? "not installed",
    },
  };
}

/** One line for people. */
export function describeMachine(machine: Machine): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return (
    `${machine.processor}, ${String(machine.cores)} cores, ${String(machine.memoryGib)} GiB, ${machine.system}, ` +
    `load average ${String(machine.loadAverage)}; ${versions.join(", ")}`
  );
}

function versionIn(path: string): string {
  return (JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as { version: string }).version;
}

function dependency(name: string): string {
  const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  return dependencies[name] ?? "unknown";
}
