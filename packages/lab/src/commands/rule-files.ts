import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { UnusableInput } from "../events/unusable-input.ts";
import { joinRules, parseRules, RULE_LIMITS, type ReadRules } from "../rules/read-rules.ts";
import type { World } from "./world.ts";

/** The documents of the shipped detectors, and the examples. */
const SHIPPED: string = fileURLToPath(new URL("../../rules", import.meta.url));
const MOST_FILES = 5000;

/**
 * Reads rule files and all `.yaml` and `.yml` files of folders; the shipped rules where no path is given.
 *
 * @throws UnusableInput `bad-rule-file`: a path that is not there, cannot be read or is neither file nor folder; a folder
 *   without rules
 */
export async function readRuleFiles(
  paths: readonly string[],
  world: Pick<World, "cwd" | "version">,
): Promise<ReadRules> {
  const files =
    paths.length === 0
      ? await filesIn(SHIPPED, "rules")
      : (await Promise.all(paths.map((path) => filesAt(path, world.cwd)))).flat();
  const read: ReadRules[] = [];
  let rules = 0;
  // One after the other: a folder of large files must not be in memory at once.
  for (const { absolute, name } of files) {
    // What is beyond the limit is not used; one too many is enough to say so.
    if (rules > RULE_LIMITS.rules) break;
    const found = await stat(absolute).catch(() => {
      throw unreadable(name);
    });
    if (found.size > RULE_LIMITS.bytes) {
      const message = `${name}: a rule file has at most 1 MB; split it`;
      read.push({ rules: [], faults: [{ code: "file-too-large", place: name, field: "the file", message }] });
    } else {
      const text = await readFile(absolute, "utf8").catch(() => {
        throw unreadable(name);
      });
      const parsed = parseRules(text, name, world.version);
      rules += parsed.rules.length;
      read.push(parsed);
    }
  }
  return joinRules(read);
}

interface RuleFile {
  readonly absolute: string;
  /** For messages. */
  readonly name: string;
}

async function filesAt(path: string, cwd: string): Promise<readonly RuleFile[]> {
  const absolute = resolve(cwd, path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined)
    throw new UnusableInput(
      "bad-rule-file",
      `${path}: there is no such file or folder; check the path of the rules`,
    );
  if (found.isDirectory()) return filesIn(absolute, path);
  // A pipe or a device could keep the reader waiting for ever.
  if (!found.isFile())
    throw new UnusableInput("bad-rule-file", `${path}: it is neither a file nor a folder; name a .yaml file`);
  return [{ absolute, name: path }];
}

async function filesIn(folder: string, name: string): Promise<readonly RuleFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => {
    throw new UnusableInput("bad-rule-file", `${name}: the folder cannot be read; check its permissions`);
  });
  const files = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0)
    throw new UnusableInput(
      "bad-rule-file",
      `${name}: the folder has no .yaml file; name the folder that has the rules`,
    );
  if (files.length > MOST_FILES)
    throw new UnusableInput(
      "bad-rule-file",
      `${name}: a folder of rules has at most ${String(MOST_FILES)} files`,
    );
  return files.map((absolute) => ({
    absolute,
    name: `${name.replace(/[/\\]+$/, "")}/${relative(folder, absolute).split(sep).join("/")}`,
  }));
}

function unreadable(name: string): UnusableInput {
  return new UnusableInput("bad-rule-file", `${name}: the file cannot be read; check its permissions`);
}
