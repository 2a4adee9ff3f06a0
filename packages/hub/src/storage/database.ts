import pg from "pg";
import { HubError } from "../hub-error.ts";
import { StoreError, systemCode } from "./store-error.ts";

/** What one statement gave. `count` is the number of rows returned or changed. */
export interface Result<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
}

/** Runs statements. Whole numbers of 64 bits come as `number`: positions and microseconds stay below 2^53. */
export interface Queries {
  /**
   * @throws HubError `unavailable` when PostgreSQL is out of reach, is restarting or took too long: nothing is known
   *   of the outcome, and trying again is right; StoreError `query-failed` otherwise, without the row it was about.
   */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<Result<Row>>;
}

/** Two pools on one database: statements of their own read, transactions write. Writers who wait never keep readers out. */
export interface Database extends Queries {
  /** All of `work` or nothing, durable when fulfilled. Read committed unless `snapshot`, which only reads, repeatably. */
  transaction<Outcome>(
    work: (queries: Queries) => Promise<Outcome>,
    options?: { readonly snapshot?: boolean },
  ): Promise<Outcome>;
  close(): Promise<void>;
}

/** Where PostgreSQL is and as whom; as `pg` takes it. */
export type ConnectionOptions = Pick<
  pg.ClientConfig,
  "connectionString" | "host" | "port" | "user" | "password" | "database"
>;

const READERS = 8;
const WRITERS = 4;
const STATEMENT_MILLISECONDS = 30_000;
const LOCK_MILLISECONDS = 10_000;

/** Opens no connection yet. `options` is read at each new connection, so that a server may come back on another port. */
export function openDatabase(options: ConnectionOptions): Database {
  const readers = poolOf(options, READERS);
  const writers = poolOf(options, WRITERS);
  return {
    query: async <Row>(sql: string, values?: readonly unknown[]) => run<Row>(readers, sql, values),
    transaction: (work, { snapshot = false } = {}) => transact(writers, work, snapshot),
    close: async () => {
      await Promise.all([readers.end(), writers.end()]);
    },
  };
}

/** A connection of its own, as locks of a session need. */
export async function connectAlone(options: ConnectionOptions): Promise<pg.Client> {
  const client = new pg.Client({ ...options, ...SESSION, types: TYPES });
  // An idle connection that breaks must not end the process; who holds it listens for "end".
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Statements of one connection that is held by the caller. */
export function queriesOf(client: pg.ClientBase): Queries {
  return { query: (sql, values) => run(client, sql, values) };
}

const SESSION = {
  application_name: "stillwatch-hub",
  connectionTimeoutMillis: 15_000,
  keepAlive: true,
} as const;

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as "text"),
};

function poolOf(options: ConnectionOptions, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    ...SESSION,
    types: TYPES,
    max,
    statement_timeout: STATEMENT_MILLISECONDS,
    lock_timeout: LOCK_MILLISECONDS,
    idle_in_transaction_session_timeout: STATEMENT_MILLISECONDS,
  });
  // The pool drops a broken idle connection by itself and opens another when asked.
  pool.on("error", () => undefined);
  // One that breaks between two statements of a transaction fails the next; unheard, it would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

async function transact<Outcome>(
  pool: pg.Pool,
  work: (queries: Queries) => Promise<Outcome>,
  snapshot: boolean,
): Promise<Outcome> {
  const client = await pool.connect().catch((thrown: unknown) => {
    throw explained(thrown);
  });
  let broken = true;
  try {
    await run(client, snapshot ? "begin isolation level repeatable read read only" : "begin", undefined);
    const outcome = await work(queriesOf(client));
    await run(client, "commit", undefined);
    broken = false;
    return outcome;
  } catch (thrown) {
    await client.query("rollback").then(
      () => {
        broken = false;
      },
      () => undefined,
    );
    throw thrown;
  } finally {
    client.release(broken);
  }
}

/** Statements that a connection keeps parsed and planned; texts beyond so many are planned at each run. */
const MOST_NAMES = 200;
/** Names by statement, for the whole process: a statement is prepared by each connection that meets it. */
const names = new Map<string, string>();

/** A lookup by id costs PostgreSQL more to plan than to run, so that statements with parameters are prepared by name. */
function namedStatement(sql: string): { readonly text: string; readonly name?: string } {
  const known = names.get(sql);
  if (known !== undefined) return { text: sql, name: known };
  if (names.size >= MOST_NAMES) return { text: sql };
  const name = `stillwatch_${String(names.size + 1)}`;
  names.set(sql, name);
  return { text: sql, name };
}

async function run<Row>(
  connection: pg.Pool | pg.ClientBase,
  sql: string,
  values: readonly unknown[] | undefined,
): Promise<Result<Row>> {
  try {
    const result = await connection.query(
      values === undefined ? sql : { ...namedStatement(sql), values: [...values] },
    );
    return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
  } catch (thrown) {
    throw explained(thrown);
  }
}

/**
 * SQLSTATE classes (PostgreSQL documentation, appendix A) that pass by themselves: 08 connection, 53 resources,
 * 57 operator intervention (statement timeout, shutdown), 55P03 lock timeout, 40 serialisation and deadlock.
 */
const PASSING = /^(08|53|57|40)|^55P03$/;

/** What is said in place of PostgreSQL's own error, whose detail may quote a whole row. */
function explained(thrown: unknown): Error {
  if (thrown instanceof pg.DatabaseError && !PASSING.test(thrown.code ?? "")) {
    const about = thrown.constraint === undefined ? "" : `, ${thrown.constraint}`;
    return new StoreError(
      "query-failed",
      `PostgreSQL refused a statement (SQLSTATE ${thrown.code ?? "none"}${about}).`,
      {
        constraint: thrown.constraint,
      },
    );
  }
  if (thrown instanceof TypeError || thrown instanceof RangeError) return thrown;
  const code = systemCode(thrown);
  return new HubError("unavailable", "The store does not answer at the moment. Try again.", {
    retryAfterSeconds: 2,
    cause: code === "" ? undefined : code,
  });
}
