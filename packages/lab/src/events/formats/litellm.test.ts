import { describe, expect, it } from "vitest";
import { readingOfLines } from "../reading.fixture.ts";

const PAYLOAD = {
  id: "chatcmpl-1",
  call_type: "acompletion",
  custom_llm_provider: "openai",
  response_cost: 0.1,
  model: "gpt-4o",
  startTime: 1767600000.5,
  status: "success",
  messages: [
    { role: "system", content: "Be kind." },
    { role: "user", content: "Hi" },
  ],
  response: { choices: [{ message: { content: "Hello" } }] },
  prompt_tokens: 10,
  completion_tokens: 20,
  end_user: "",
  requester_ip_address: "203.0.113.9",
  user_agent: "sdk/1",
  metadata: {
    user_api_key_user_id: "u-1",
    user_api_key_hash: "h-1",
    user_api_key_org_id: null,
    user_api_key_team_id: "team",
  },
};

describe("LiteLLM logs", () => {
  it("are read as payloads with float times", async () => {
    const { format, events, fields } = await readingOfLines([PAYLOAD]);
    expect(format).toBe("litellm");
    expect(events).toEqual([
      {
        timeMs: 1767600000500,
        requestId: "chatcmpl-1",
        account: "u-1",
        organization: "team",
        apiKey: "h-1",
        client: { ip: "203.0.113.9", userAgent: "sdk/1" },
        model: "gpt-4o",
        status: 200,
        prompt: { system: "Be kind.", firstUser: "Hi", lastUser: "Hi", userTurns: 1 },
        response: { text: "Hello", refused: false },
        inputTokens: 10,
        outputTokens: 20,
      },
    ]);
    expect(fields["account"]).toEqual({ from: "metadata.user_api_key_user_id", origin: "observed" });
    expect(fields["client.user_agent"]?.origin).toBe("declared");
  });

  it("are read as rows of SpendLogs with JSON inside strings", async () => {
    const { events } = await readingOfLines([
      {
        request_id: "r",
        call_type: "acompletion",
        api_key: "h",
        spend: 0.1,
        startTime: "2026-01-05 08:00:00.5",
        model: "m",
        user: "",
        organization_id: "",
        metadata: JSON.stringify({ user_api_key_user_id: "u", user_api_key_org_id: "o" }),
        cache_key: "Cache OFF",
        messages: JSON.stringify(PAYLOAD.messages),
        response: JSON.stringify(PAYLOAD.response),
        status: "success",
      },
    ]);
    expect(events).toMatchObject([
      {
        account: "u",
        organization: "o",
        apiKey: "h",
        timeMs: Date.UTC(2026, 0, 5, 8, 0, 0, 500),
        prompt: { system: "Be kind.", firstUser: "Hi" },
        response: { text: "Hello" },
      },
    ]);
  });

  it("find the prompt in the proxy's own copy of the request", async () => {
    const row = {
      request_id: "r",
      call_type: "acompletion",
      spend: 1,
      cache_key: "x",
      startTime: "2026-01-05 08:00:00",
      messages: "{}",
      response: "{}",
    };
    const { events } = await readingOfLines([
      { ...row, proxy_server_request: JSON.stringify({ body: { messages: PAYLOAD.messages } }) },
    ]);
    expect(events).toMatchObject([{ prompt: { firstUser: "Hi" } }]);
  });

  it("leave out calls that ask no model", async () => {
    const { events, rejections } = await readingOfLines([
      PAYLOAD,
      { ...PAYLOAD, id: "2", call_type: "call_mcp_tool" },
    ]);
    expect([events.length, rejections.length]).toEqual([1, 0]);
  });

  it("name the status of a failed call where they have it", async () => {
    const { events } = await readingOfLines([
      { ...PAYLOAD, status: "failure", error_information: { error_code: "429" } },
    ]);
    expect(events[0]?.status).toBe(429);
  });

  it("reject a record without a time, with a remedy", async () => {
    const { rejections } = await readingOfLines([PAYLOAD, { ...PAYLOAD, startTime: null }]);
    expect(rejections).toMatchObject([{ line: 2, field: "time" }]);
    expect(rejections[0]?.reason).toContain("mapping file");
  });
});
