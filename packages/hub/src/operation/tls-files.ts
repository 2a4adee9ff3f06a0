import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { OperationError } from "./operation-error.ts";

/** What a TLS server needs, read and found to fit together. PEM. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  /** Issuers of client certificates (`--client-ca`); undefined goes by fingerprints alone. */
  readonly clientIssuers: string | undefined;
  /** Epoch milliseconds after which the certificate counts no more. */
  readonly expiresMs: number;
}

/**
 * Reads certificate and key.
 *
 * @throws OperationError `bad-tls` naming the file: unreadable, no PEM, or a key that belongs to another certificate
 */
export async function readTlsFiles(paths: {
  readonly certificate: string;
  readonly key: string;
  readonly clientIssuers: string | undefined;
}): Promise<TlsFiles> {
  const certificate = await readText(paths.certificate);
  const key = await readText(paths.key);
  const clientIssuers = paths.clientIssuers === undefined ? undefined : await readText(paths.clientIssuers);
  const parsed = parse(certificate, paths.certificate);
  if (clientIssuers !== undefined && paths.clientIssuers !== undefined)
    parse(clientIssuers, paths.clientIssuers);
  if (!belongs(parsed, key)) {
    throw new OperationError(
      "bad-tls",
      `${paths.key} is not the private key of ${paths.certificate}, or is encrypted; give the two files that belong together, in PEM`,
    );
  }
  return { certificate, key, clientIssuers, expiresMs: Date.parse(parsed.validTo) };
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new OperationError("bad-tls", `${path} cannot be read (${error.code ?? "unknown cause"})`);
  });
}

function parse(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    // OpenSSL's own words name no file.
    throw new OperationError("bad-tls", `${path} holds no certificate in PEM`);
  }
}

function belongs(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    // It is no key, or needs a passphrase.
    return false;
  }
}
