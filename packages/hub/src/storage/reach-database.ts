import type pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { connectAlone, type ConnectionOptions } from "./database.ts";
import { startEmbeddedServer, type EmbeddedServer } from "./embedded/embedded-server.ts";
import { StoreError, systemCode } from "./store-error.ts";

/** A PostgreSQL of the operator's, or one of our own in a folder. */
export type StorePlace =
  | { readonly kind: "database"; readonly databaseUrl: string }
  | { readonly kind: "folder"; readonly dataFolder: string };

/** A PostgreSQL that answered. */
export interface ReachedDatabase {
  /** Ours, if the place is a folder. */
  readonly server: EmbeddedServer | undefined;
  readonly connection: ConnectionOptions;
  /** A connection of its own; starts our server first if it does not run. @throws StoreError `not-reachable` */
  connect(): Promise<pg.Client>;
}

/** Starts our server, where the place is a folder. @throws StoreError of the folder or of the server's start */
export async function reachDatabase(
  place: StorePlace,
  randomBytes: (length: number) => Uint8Array,
): Promise<ReachedDatabase> {
  switch (place.kind) {
    case "database": {
      const connection = { connectionString: place.databaseUrl };
      return { server: undefined, connection, connect: () => connectAlone(connection).catch(refuse) };
    }
    case "folder": {
      const server = await startEmbeddedServer({
        folder: place.dataFolder,
        randomPassword: () => Buffer.from(randomBytes(32)).toString("base64url"),
      });
      return { server, connection: server.connection, connect: () => connectToOurs(server) };
    }
  }
}

const TRIES = 20;

/** Another hub may be stopping the server at this moment, or it was killed: then it is started again. */
async function connectToOurs(server: EmbeddedServer): Promise<pg.Client> {
  for (let tries = 1; ; tries++) {
    try {
      await server.ensureRunning();
      return await connectAlone(server.connection);
    } catch (thrown) {
      if (tries === TRIES || thrown instanceof StoreError)
        throw thrown instanceof StoreError ? thrown : oursIsSilent();
    }
    await sleep(250);
  }
}

function oursIsSilent(): StoreError {
  return new StoreError(
    "server-failed",
    "The hub's own PostgreSQL runs but does not answer. See postgres.log in the data folder.",
  );
}

/** Names neither the address nor the password: DATABASE_URL holds both. */
function refuse(thrown: unknown): never {
  const code = systemCode(thrown);
  throw new StoreError(
    "not-reachable",
    `PostgreSQL cannot be reached or refuses us (${code === "" ? "no answer in time" : code}). Check DATABASE_URL: host, port, database, user and password.`,
  );
}
