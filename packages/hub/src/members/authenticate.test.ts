import { describe, expect, it } from "vitest";
import { basic, bearer, facts, holder, testCredentials } from "./credentials.fixture.ts";
import { hashPassword } from "./password.ts";

const DAY_MS = 86_400_000;

describe("an API key", () => {
  it("proves its organisation as bearer token and as password of HTTP Basic, whatever the user name", async () => {
    const { gate, addKey } = testCredentials();
    const key = addKey();
    for (const authorization of [bearer(key), `bearer ${key}`, basic("anybody", key), basic("", key)]) {
      const caller = await gate.authenticate(facts({ authorization }));
      expect(caller).toMatchObject({ kind: "key", organization: 7, credential: key.slice(4, 12) });
    }
  });

  it("has the roles that it and its user have", async () => {
    const { gate, addKey } = testCredentials();
    const key = addKey({ roles: ["counsel", "operator"], holder: holder({ roles: ["analyst", "counsel"] }) });
    const caller = await gate.authenticate(facts({ authorization: bearer(key) }));
    expect([...(caller?.roles ?? [])]).toEqual(["counsel"]);
  });

  it("says that it is read-only", async () => {
    const { gate, addKey } = testCredentials();
    const caller = await gate.authenticate(facts({ authorization: bearer(addKey({ readOnly: true })) }));
    expect(caller?.readOnly).toBe(true);
  });

  it("is nobody's with one character changed, cut off or added", async () => {
    const { gate, addKey } = testCredentials();
    const key = addKey();
    const changed = key.slice(0, 30) + (key[30] === "A" ? "B" : "A") + key.slice(31);
    for (const wrong of [changed, key.slice(0, -1), `${key}A`, key.toUpperCase(), ""]) {
      expect(await gate.authenticate(facts({ authorization: bearer(wrong) }))).toBeUndefined();
    }
  });

  it("is nobody's from the moment it expires", async () => {
    const { gate, clock, addKey } = testCredentials();
    const request = facts({ authorization: bearer(addKey({ expiresMs: clock.nowMs + DAY_MS })) });
    clock.nowMs += DAY_MS - 1;
    expect(await gate.authenticate(request)).toBeDefined();
    clock.nowMs += 1;
    expect(await gate.authenticate(request)).toBeUndefined();
  });

  it.each([
    ["revoked", { revokedMs: 1 }],
    ["of a suspended holder", { holder: holder({ suspended: true }) }],
    ["used from outside its ranges", { ranges: ["198.51.100.0/24", "2001:db8::/32"] }],
  ])("is nobody's when it is %s", async (_, changes) => {
    const { gate, addKey } = testCredentials();
    expect(await gate.authenticate(facts({ authorization: bearer(addKey(changes)) }))).toBeUndefined();
  });

  it("passes from inside its ranges, and not from where no address is known", async () => {
    const { gate, addKey } = testCredentials();
    const authorization = bearer(addKey({ ranges: ["192.0.2.0/24"] }));
    expect(await gate.authenticate(facts({ authorization }))).toBeDefined();
    expect(await gate.authenticate(facts({ authorization, address: undefined }))).toBeUndefined();
  });

  it("counts no more at once when the gate is told of its revocation", async () => {
    const { gate, clock, keys, addKey } = testCredentials();
    const request = facts({ authorization: bearer(addKey()) });
    expect(await gate.authenticate(request)).toBeDefined();
    for (const [publicId, key] of keys) keys.set(publicId, { ...key, revokedMs: clock.nowMs });
    gate.forget();
    expect(await gate.authenticate(request)).toBeUndefined();
  });

  it("counts no more after two seconds when another process revoked it", async () => {
    const { gate, clock, keys, addKey } = testCredentials();
    const request = facts({ authorization: bearer(addKey()) });
    expect(await gate.authenticate(request)).toBeDefined();
    for (const [publicId, key] of keys) keys.set(publicId, { ...key, revokedMs: clock.nowMs });
    clock.nowMs += 2_000;
    expect(await gate.authenticate(request)).toBeUndefined();
  });

  it("costs one question to the store for many requests at once", async () => {
    const { gate, asked, addKey } = testCredentials();
    const request = facts({ authorization: bearer(addKey()) });
    await Promise.all(Array.from({ length: 100 }, () => gate.authenticate(request)));
    expect(asked.count).toBe(1);
  });
});

describe("an address that fails often", () => {
  const wrong = bearer(`swk_aaaaaaaa_${"A".repeat(43)}`);

  it("is told to wait, and its neighbours with a right key pass", async () => {
    const { gate, addKey } = testCredentials();
    const right = bearer(addKey());
    for (let tries = 0; tries < 20; tries += 1) {
      expect(await gate.authenticate(facts({ authorization: wrong }))).toBeUndefined();
    }
    await expect(gate.authenticate(facts({ authorization: wrong }))).rejects.toMatchObject({
      code: "too-many-requests",
      retryAfterSeconds: 6,
    });
    expect(await gate.authenticate(facts({ authorization: right }))).toBeDefined();
    expect(await gate.authenticate(facts({ authorization: wrong, address: "192.0.2.2" }))).toBeUndefined();
  });

  it("gets no further password looked at, a right one included", async () => {
    const { gate, passwords, asked } = testCredentials();
    passwords.set("ann", {
      passwordHash: await hashPassword("right", () => new Uint8Array(16)),
      holder: holder(),
    });
    for (let tries = 0; tries < 20; tries += 1) await gate.authenticate(facts({ authorization: wrong }));
    const before = asked.count;
    await expect(gate.authenticate(facts({ authorization: basic("ann", "right") }))).rejects.toMatchObject({
      code: "too-many-requests",
    });
    expect(asked.count).toBe(before);
  });

  it("is counted by 64 bits of an IPv6 address", async () => {
    const { gate } = testCredentials();
    for (let tries = 0; tries < 20; tries += 1) {
      await gate.authenticate(facts({ authorization: wrong, address: `2001:db8::${tries + 1}` }));
    }
    await expect(
      gate.authenticate(facts({ authorization: wrong, address: "2001:db8::ffff" })),
    ).rejects.toMatchObject({ code: "too-many-requests" });
    expect(
      await gate.authenticate(facts({ authorization: wrong, address: "2001:db8:1::1" })),
    ).toBeUndefined();
  });

  it("may try again after a while", async () => {
    const { gate, clock } = testCredentials();
    for (let tries = 0; tries < 20; tries += 1) await gate.authenticate(facts({ authorization: wrong }));
    clock.nowMs += 6_000;
    expect(await gate.authenticate(facts({ authorization: wrong }))).toBeUndefined();
  });
});

describe("a password", () => {
  it("proves the user of that name only", async () => {
    const { gate, passwords } = testCredentials();
    passwords.set("ann", {
      passwordHash: await hashPassword("Pass:wörd", () => new Uint8Array(16)),
      holder: holder(),
    });
    expect(await gate.authenticate(facts({ authorization: basic("ann", "Pass:wörd") }))).toMatchObject({
      kind: "person",
      organization: 7,
    });
    for (const [name, password] of [
      ["ann", "Pass:word"],
      ["bob", "Pass:wörd"],
      ["", ""],
    ] as const) {
      expect(await gate.authenticate(facts({ authorization: basic(name, password) }))).toBeUndefined();
    }
  });
});

describe("a session", () => {
  const cookieOf = (token: string) => `theme=dark; __Host-stillwatch_session=${token}`;

  it("proves a person until it ends", async () => {
    const { gate, clock, addSession } = testCredentials();
    const cookie = cookieOf(addSession(clock.nowMs + 1_000));
    expect(await gate.authenticate(facts({ cookie }))).toMatchObject({ kind: "person", organization: 7 });
    clock.nowMs += 1_000;
    expect(await gate.authenticate(facts({ cookie }))).toBeUndefined();
  });

  it("changes something only where the hub's own page asks", async () => {
    const { gate, clock, addSession } = testCredentials();
    const request = facts({ method: "POST", cookie: cookieOf(addSession(clock.nowMs + 1_000)) });
    expect(await gate.authenticate({ ...request, origin: "https://hub.test" })).toBeDefined();
    expect(await gate.authenticate({ ...request, fetchSite: "same-origin" })).toBeDefined();
    for (const foreign of [
      {},
      { fetchSite: "none" },
      { origin: "null" },
      { origin: "https://hub.test.evil.test" },
      { origin: "https://hub.test", fetchSite: "cross-site" },
      { origin: "https://hub.test", fetchSite: "same-site" },
    ]) {
      await expect(gate.authenticate({ ...request, ...foreign })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
  });

  it("is not looked at beside a wrong Authorization header", async () => {
    const { gate, clock, addSession } = testCredentials();
    const cookie = cookieOf(addSession(clock.nowMs + 1_000));
    expect(await gate.authenticate(facts({ cookie, authorization: "Bearer nothing" }))).toBeUndefined();
  });
});

describe("a client certificate", () => {
  const fingerprint = "ab".repeat(32);

  it("proves the user it is bound to, until it expires or is revoked", async () => {
    const { gate, clock, certificates } = testCredentials();
    const certificate = { fingerprint, expiresMs: clock.nowMs + 1, revokedMs: undefined, holder: holder() };
    certificates.set(fingerprint, certificate);
    const request = facts({ certificateFingerprint: fingerprint });
    expect(await gate.authenticate(request)).toMatchObject({
      kind: "certificate",
      credential: "abababababab",
    });
    clock.nowMs += 1;
    expect(await gate.authenticate(request)).toBeUndefined();
    certificates.set(fingerprint, { ...certificate, expiresMs: undefined, revokedMs: 1 });
    gate.forget();
    expect(await gate.authenticate(request)).toBeUndefined();
    expect(await gate.authenticate(facts({ certificateFingerprint: "cd".repeat(32) }))).toBeUndefined();
  });

  it("changes nothing for another site's page", async () => {
    const { gate, certificates } = testCredentials();
    certificates.set(fingerprint, {
      fingerprint,
      expiresMs: undefined,
      revokedMs: undefined,
      holder: holder(),
    });
    const request = facts({ method: "DELETE", certificateFingerprint: fingerprint });
    expect(await gate.authenticate(request)).toBeDefined();
    await expect(gate.authenticate({ ...request, origin: "https://evil.test" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

it("takes nobody for a caller who shows nothing, and does not count that as a failed try", async () => {
  const { gate } = testCredentials();
  for (let tries = 0; tries < 50; tries += 1) expect(await gate.authenticate(facts())).toBeUndefined();
});
