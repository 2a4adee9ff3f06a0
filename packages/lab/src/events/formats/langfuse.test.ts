import { describe, expect, it } from "vitest";
import { readingOfLines, streamOf } from "../reading.fixture.ts";
import { noteTraces } from "../read-log.ts";
import { splitRecords } from "../records.ts";
import { TraceUsers } from "./trace-users.ts";

const ROW = {
  id: "o-1",
  trace_id: "t-1",
  project_id: "p",
  type: "GENERATION",
  start_time: "2026-01-05 08:00:00.123",
  name: "chat",
  provided_model_name: "m",
  input: JSON.stringify([{ role: "user", content: "Hi" }]),
  output: JSON.stringify({ role: "assistant", content: "Hello" }),
  usage_details: { input: 3, output: 4 },
};
const TRACE = {
  id: "t-1",
  timestamp: "2026-01-05 08:00:00.000",
  name: "x",
  user_id: "u-1",
  session_id: "s-1",
  project_id: "p",
  public: 0,
};

describe("Langfuse rows", () => {
  it("are joined with traces of another file in a first pass", async () => {
    const traceUsers = new TraceUsers();
    await noteTraces(
      splitRecords(streamOf([Buffer.from(`${JSON.stringify(TRACE)}\n${JSON.stringify(ROW)}\n`)])),
      traceUsers,
    );
    expect(traceUsers.size).toBe(1);
    const { format, events } = await readingOfLines([ROW], { traceUsers });
    expect(format).toBe("langfuse");
    expect(events).toEqual([
      {
        timeMs: Date.UTC(2026, 0, 5, 8, 0, 0, 123),
        requestId: "o-1",
        account: "u-1",
        organization: "p",
        session: "s-1",
        client: {},
        model: "m",
        prompt: { system: "", firstUser: "Hi", lastUser: "Hi", userTurns: 1 },
        response: { text: "Hello", refused: false },
        inputTokens: 3,
        outputTokens: 4,
      },
    ]);
  });

  it("of traces, spans, tools and deleted generations are no requests and no faults", async () => {
    const { events, rejections } = await readingOfLines([
      TRACE,
      { ...ROW, type: "SPAN" },
      { ...ROW, type: "TOOL" },
      { ...ROW, is_deleted: 1 },
    ]);
    expect([events, rejections]).toEqual([[], []]);
  });

  it("whose trace is unknown have the account unknown, derived", async () => {
    const { events, fields } = await readingOfLines([ROW]);
    expect(events[0]?.account).toBe("unknown");
    expect(fields["account"]).toEqual({ from: "$unknown", origin: "derived" });
  });
});

describe("Langfuse documents", () => {
  it("count a generation once where another one wraps it", async () => {
    const observation = { traceId: "t", type: "GENERATION", startTime: "2026-01-05T08:00:00Z", input: "Hi" };
    const { events } = await readingOfLines([
      {
        trace: { id: "t", userId: "u" },
        observations: [
          { ...observation, id: "outer" },
          { ...observation, id: "inner", parentObservationId: "outer" },
        ],
      },
    ]);
    expect(events.map((event) => [event.requestId, event.account])).toEqual([["inner", "u"]]);
  });

  it("may be ingestion batches: creation and update are one request, the trace names the user", async () => {
    const { events } = await readingOfLines([
      {
        batch: [
          { type: "trace-create", timestamp: "2026-01-05T08:00:00Z", body: { id: "t", userId: "u" } },
          {
            type: "generation-create",
            body: {
              id: "g",
              traceId: "t",
              startTime: "2026-01-05T08:00:00Z",
              input: { messages: [{ role: "user", content: "Hi" }] },
            },
          },
          { type: "generation-update", body: { id: "g", output: "Hello", usage: { input: 1, output: 2 } } },
          { type: "span-create", body: { id: "s", traceId: "t", startTime: "2026-01-05T08:00:00Z" } },
        ],
      },
    ]);
    expect(events).toMatchObject([
      {
        requestId: "g",
        account: "u",
        prompt: { firstUser: "Hi" },
        response: { text: "Hello" },
        inputTokens: 1,
        outputTokens: 2,
      },
    ]);
  });

  it("may be pages of the API", async () => {
    const page = { data: [{ ...ROW, traceId: "t", startTime: "2026-01-05T08:00:00Z" }], meta: { page: 1 } };
    expect((await readingOfLines([page], { format: "langfuse" })).events).toHaveLength(1);
  });
});

describe("users of traces", () => {
  it("are forgotten beyond the limit, not kept without end", () => {
    const users = new TraceUsers(1);
    users.note(TRACE);
    users.note({ ...TRACE, id: "t-2" });
    expect([users.size, users.ownerOf("t-1")?.userId, users.ownerOf("t-2")]).toEqual([1, "u-1", undefined]);
  });
});
