/**
 * The bar for `detect`: DuckDB merely parses the log. It is told the schema, so that it need not look for one, and only
 * of those fields that `detect` uses too; every column is touched by an aggregate, so that none is skipped.
 *
 *     node benchmarks/dist/duckdb-parse.js LOG THREADS
 */
import "./record-usage.ts";
import { DuckDBInstance } from "@duckdb/node-api";

const COLUMNS = {
  time: "TIMESTAMP",
  request_id: "VARCHAR",
  account: "VARCHAR",
  organization: "VARCHAR",
  api_key: "VARCHAR",
  session: "VARCHAR",
  client: "STRUCT(ip VARCHAR, asn BIGINT, country VARCHAR, user_agent VARCHAR, tls VARCHAR)",
  status: "INTEGER",
  request: "STRUCT(model VARCHAR, messages STRUCT(role VARCHAR, content VARCHAR)[])",
  response:
    "STRUCT(content STRUCT(type VARCHAR, text VARCHAR)[], usage STRUCT(input_tokens BIGINT, output_tokens BIGINT))",
};

const TOUCHES = [
  "count(*)",
  "max(time)",
  "max(status)",
  "max(client.asn)",
  "sum(response.usage.input_tokens + response.usage.output_tokens)",
  ...[
    "request_id",
    "account",
    "organization",
    "api_key",
    "session",
    "client.ip",
    "client.country",
    "client.user_agent",
    "client.tls",
    "request.model",
    "request.messages[1].role",
    "request.messages[1].content",
    "response.content[1].text",
  ].map((column) => `sum(strlen(${column}))`),
];

const [log = "", threads = "2"] = process.argv.slice(2);
const schema = Object.entries(COLUMNS)
  .map(([name, type]) => `${name}: '${type}'`)
  .join(", ");
const instance = await DuckDBInstance.create(":memory:", { threads, preserve_insertion_order: "false" });
const connection = await instance.connect();
const reader = await connection.runAndReadAll(
  `SELECT ${TOUCHES.join(", ")} FROM read_json('${log.replaceAll("'", "''")}', format = 'newline_delimited', columns = {${schema}})`,
);
process.stdout.write(`${reader.getRows().join()}\n`);
connection.closeSync();
instance.closeSync();
