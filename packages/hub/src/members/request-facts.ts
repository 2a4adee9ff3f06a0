import type { TLSSocket } from "node:tls";
import type { Socket } from "node:net";
import { clientAddress, type AddressRanges } from "./address.ts";
import type { RequestFacts } from "./authenticate.ts";

/** The other end of a connection. */
export interface Peer {
  readonly address: string | undefined;
  readonly certificateFingerprint: string | undefined;
}

/**
 * Reads what a request shows of who sent it.
 *
 * @param request.header a header by its name, whatever the case of letters
 */
export function requestFacts(request: {
  readonly method: string;
  readonly header: (name: string) => string | undefined;
  readonly peer: Peer;
  /** Proxies whose `X-Forwarded-For` is believed; none by default. */
  readonly trustedProxies: AddressRanges;
}): RequestFacts {
  const { header, peer } = request;
  return {
    method: request.method.toUpperCase(),
    authorization: header("authorization"),
    cookie: header("cookie"),
    origin: header("origin"),
    fetchSite: header("sec-fetch-site"),
    address: clientAddress({
      peer: peer.address,
      forwardedFor: header("x-forwarded-for"),
      trustedProxies: request.trustedProxies,
    }),
    certificateFingerprint: peer.certificateFingerprint,
  };
}

/**
 * The other end of a socket. A client certificate counts by its fingerprint alone (as RFC 8705 §2.2 has it for
 * self-signed ones): the handshake proved that the client holds its key, and an operator bound it to a user. The
 * server must ask for it (`requestCert`) and need not know its issuer (`rejectUnauthorized: false`).
 */
export function peerOf(socket: Socket | TLSSocket): Peer {
  const certificate = "getPeerCertificate" in socket ? socket.getPeerCertificate() : undefined;
  return {
    address: socket.remoteAddress,
    certificateFingerprint: certificate?.fingerprint256?.replaceAll(":", "").toLowerCase(),
  };
}
