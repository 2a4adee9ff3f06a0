import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer, type TLSSocket } from "node:tls";
import { describe, expect, it } from "vitest";
import { addressRanges } from "./address.ts";
import { facts, holder, testCredentials } from "./credentials.fixture.ts";
import { peerOf, requestFacts, type Peer } from "./request-facts.ts";

describe("the peer", () => {
  it("of a connection without TLS has an address only", () => {
    expect(peerOf({ remoteAddress: "192.0.2.1" } as Socket)).toEqual({
      address: "192.0.2.1",
      certificateFingerprint: undefined,
    });
  });

  it("that sent no certificate in TLS has no fingerprint", () => {
    const socket = { remoteAddress: "192.0.2.1", getPeerCertificate: () => ({}) } as unknown as TLSSocket;
    expect(peerOf(socket).certificateFingerprint).toBeUndefined();
  });

  it("of mutual TLS is the user its self-signed certificate is bound to, in a real handshake", async ({
    skip,
  }) => {
    const [server, client] = [selfSigned(), selfSigned()];
    if (server === undefined || client === undefined) {
      console.warn(
        "SKIPPED: openssl is not at hand, so no certificate could be made for the test of mutual TLS",
      );
      return skip();
    }
    const fingerprint = new X509Certificate(client.cert).fingerprint256.replaceAll(":", "").toLowerCase();
    const { gate, certificates } = testCredentials();
    certificates.set(fingerprint, {
      fingerprint,
      expiresMs: undefined,
      revokedMs: undefined,
      holder: holder(),
    });
    const known = await peerOfHandshake(server, client);
    expect(known.certificateFingerprint).toBe(fingerprint);
    const caller = await gate.authenticate(facts({ certificateFingerprint: known.certificateFingerprint }));
    expect(caller).toMatchObject({ kind: "certificate", organization: 7 });
    expect((await peerOfHandshake(server, undefined)).certificateFingerprint).toBeUndefined();
    const stranger = await peerOfHandshake(server, server);
    expect(
      await gate.authenticate(facts({ certificateFingerprint: stranger.certificateFingerprint })),
    ).toBeUndefined();
  });
});

it("reads the headers that tell who asks, and the address that trusted proxies forward", () => {
  const headers: Readonly<Record<string, string>> = {
    authorization: "Bearer x",
    cookie: "a=b",
    origin: "https://hub.test",
    "sec-fetch-site": "same-origin",
    "x-forwarded-for": "203.0.113.9",
  };
  const request = {
    method: "post",
    header: (name: string) => headers[name],
    peer: { address: "10.0.0.1", certificateFingerprint: undefined },
  };
  expect(requestFacts({ ...request, trustedProxies: addressRanges(["10.0.0.0/8"]) })).toEqual({
    method: "POST",
    authorization: "Bearer x",
    cookie: "a=b",
    origin: "https://hub.test",
    fetchSite: "same-origin",
    address: "203.0.113.9",
    certificateFingerprint: undefined,
  });
  expect(requestFacts({ ...request, trustedProxies: addressRanges([]) }).address).toBe("10.0.0.1");
});

interface Pair {
  readonly key: string;
  readonly cert: string;
}

function selfSigned(): Pair | undefined {
  const folder = mkdtempSync(join(tmpdir(), "stillwatch-hub-tls-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const wish = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=test";
    execFileSync("openssl", [...wish.split(" "), "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } catch {
    // Without openssl there is no certificate to test with; the test says so.
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function peerOfHandshake(server: Pair, client: Pair | undefined): Promise<Peer> {
  return new Promise((resolve, reject) => {
    const listener = createServer({ ...server, requestCert: true, rejectUnauthorized: false }, (socket) => {
      const peer = peerOf(socket);
      socket.end();
      listener.close(() => resolve(peer));
    });
    listener.on("tlsClientError", reject);
    listener.listen(0, "127.0.0.1", () => {
      const { port } = listener.address() as AddressInfo;
      const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...client });
      socket.on("error", reject);
      socket.resume();
    });
  });
}
