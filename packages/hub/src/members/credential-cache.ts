/** Remembers what the store said of a credential for a moment, so that a request need not ask it. */
export interface CredentialCache<Credential> {
  /** @returns undefined for a credential that does not exist; that is not remembered */
  get(name: string): Promise<Credential | undefined>;
  /** Forgets everything at once: what is asked after this call is asked of the store. */
  clear(): void;
}

interface Remembered<Credential> {
  readonly credential: Promise<Credential | undefined>;
  readonly untilMs: number;
}

/**
 * Makes a cache whose entries live `lifetimeMs`. Requests that come while one asks the store share its answer; who
 * asks after `clear` never gets an answer from before it.
 */
export function credentialCache<Credential>(options: {
  readonly load: (name: string) => Promise<Credential | undefined>;
  readonly lifetimeMs: number;
  readonly most: number;
  readonly now: () => number;
}): CredentialCache<Credential> {
  const entries = new Map<string, Remembered<Credential>>();

  function forget(name: string, entry: Remembered<Credential>): void {
    if (entries.get(name) === entry) entries.delete(name);
  }

  return {
    async get(name) {
      const known = entries.get(name);
      if (known !== undefined && options.now() < known.untilMs) return known.credential;
      const entry = { credential: options.load(name), untilMs: options.now() + options.lifetimeMs };
      entries.delete(name);
      entries.set(name, entry);
      if (entries.size > options.most)
        for (const oldest of entries.keys()) {
          entries.delete(oldest);
          break;
        }
      try {
        const credential = await entry.credential;
        if (credential === undefined) forget(name, entry);
        return credential;
      } catch (error) {
        forget(name, entry);
        throw error;
      }
    },
    clear: () => entries.clear(),
  };
}
