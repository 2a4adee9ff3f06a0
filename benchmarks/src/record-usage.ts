/**
 * Imported first by a measured child process: when it ends, it writes what it used to the file that the environment
 * names. Children that are not measured write nothing.
 */
import { writeFileSync } from "node:fs";
import { USAGE_FILE, type ChildUsage } from "./measured-child.ts";

const file = process.env[USAGE_FILE];

if (file !== undefined) {
  process.once("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage: ChildUsage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 };
    writeFileSync(file, JSON.stringify(usage));
  });
}
