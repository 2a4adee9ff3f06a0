import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPlace, type Ended, type Place } from "./run-stillwatch.fixture.ts";
import { KEY, openSmallHub, type SmallHub } from "./small-hub.fixture.ts";

describe("stillwatch exchange", () => {
  let place: Place;
  let hub: SmallHub;
  beforeEach(async () => {
    place = openPlace();
    hub = await openSmallHub();
  });
  afterEach(async () => {
    place.remove();
    await hub.close();
  });

  it("pushes a bundle as one member, and pulls it as another, each object once", async () => {
    const objects = Array.from({ length: 5 }, (_, at) => ({ type: "x", id: `x--${String(at)}` }));
    place.file("bundle.json", JSON.stringify({ type: "bundle", id: "bundle--1", objects }));
    expect(await exchange("push", "bundle.json", "--collection", "one")).toEqual({
      status: 0,
      stdout: "5 objects added or there already\n",
      stderr: "",
    });
    const first = await exchange("pull", "--collection", "c1", "--json");
    expect(first.status).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      schema: "stillwatch.exchange.pull/1",
      objects: 5,
      total: 5,
    });
    expect(pulled()).toEqual(objects.map((object) => JSON.stringify(object)));

    hub.objects.push('{"id":"x--5"}');
    expect((await exchange("pull", "--collection", "one")).stdout).toMatch(/^1 new object; 6 objects in /);
    hub.seen.length = 0;
    expect((await exchange("pull", "--collection", "one")).stdout).toMatch(/^nothing new; 6 objects in /);
    expect(hub.seen.filter((request) => request.includes("/objects/"))).toEqual([
      "GET /root/collections/c1/objects/?added_after=1970-01-01T00:00:06.000000Z&limit=1000",
    ]);
    expect(pulled()).toHaveLength(6);
  });

  it("says of a pushed object why the hub refused it, and ends with 2", async () => {
    place.file("objects.ndjson", '{"id":"x--1"}\n{"id":"x--2","bad":"1"}\n');
    const { status, stdout, stderr } = await exchange("push", "objects.ndjson", "--collection", "one");
    expect(status).toBe(2);
    expect(stdout).toBe("refused  x--2  bad ␛[31mproperty\n1 object added or there already\n");
    expect(stderr).toBe("stillwatch: the hub refused 1 of 2 objects\n");
  });

  it("lists failures for machines", async () => {
    place.file("object.json", '{"id":"x--2","bad":"1"}');
    const { stdout } = await exchange("push", "object.json", "--collection", "one", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "stillwatch.exchange.push/1",
      succeeded: 0,
      failures: [{ id: "x--2", message: "bad \u001B[31mproperty" }],
    });
  });

  it("shows collections, what has been pulled and what waits, without the server's control characters", async () => {
    hub.objects.push('{"id":"x--1"}');
    const before = await exchange("status");
    expect(before.status).toBe(0);
    expect(before.stdout).toContain("One␛[31m");
    expect(before.stdout).toMatch(/pulled {4}never\n {2}waiting {3}something new/);
    await exchange("pull", "--collection", "one");
    expect((await exchange("status")).stdout).toMatch(/pulled {4}1 object, .*\n {2}waiting {3}nothing\n/);
  });

  it("takes the key from a file that nobody else may read", async () => {
    const path = place.file("hub.key", `${KEY}\n`);
    chmodSync(path, 0o600);
    const given = ["exchange", "status", "--hub", hub.url, "--key-file", "hub.key"];
    expect((await place.run(given)).status).toBe(0);
    chmodSync(path, 0o644);
    expect(await place.run(given)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("chmod 600") as string,
    });
  });

  it("ends with 2 and one line that does not hold the key where the hub does not know it", async () => {
    const { status, stderr } = await place.run(["exchange", "status", "--hub", hub.url], {
      env: { STILLWATCH_KEY: "swk_wrong" },
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^stillwatch: .* answers 401: .*unknown key\n$/);
    expect(stderr).not.toContain("swk_wrong");
  });

  it.each([
    ["no hub", ["pull", "--collection", "one"]],
    ["no such collection", ["pull", "--hub", "HUB", "--collection", "two"]],
    ["no file", ["push", "gone.json", "--hub", "HUB", "--collection", "one"]],
    ["no https", ["pull", "--hub", "http://hub.example/", "--collection", "one"]],
    ["a key on the command line", ["pull", "--hub", "HUB", "--collection", "one", "--key", "swk"]],
  ])("ends with 2 where there is %s", async (_, given) => {
    const { status, stderr, stdout } = await place.run(
      ["exchange", ...given.map((argument) => (argument === "HUB" ? hub.url : argument))],
      { env: { STILLWATCH_KEY: KEY } },
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).not.toContain("our failure");
    expect(stderr).not.toBe("");
  });

  it("hands hub commands over to the hub that is installed", async () => {
    const { status, stdout } = await place.run(["hub", "--help"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: stillwatch hub /);
  });

  it("ends as the hub does where a hub command is wrong", async () => {
    expect((await place.run(["hub", "no-such-command"])).status).toBe(2);
  });

  function exchange(command: string, ...given: readonly string[]): Promise<Ended> {
    return place.run(["exchange", command, ...given, "--hub", hub.url], { env: { STILLWATCH_KEY: KEY } });
  }

  function pulled(): readonly string[] {
    const out = join(place.path, "stillwatch-exchange");
    return readdirSync(out).flatMap((folder) =>
      readdirSync(join(out, folder))
        .filter((name) => name.endsWith(".ndjson"))
        .sort()
        .flatMap((name) =>
          readFileSync(join(out, folder, name), "utf8")
            .trimEnd()
            .split("\n"),
        ),
    );
  }
});
