import { describe, expect, it } from "vitest";
import { readingOfLines } from "../reading.fixture.ts";

const BODY = { model: "claude-3", system: "Be kind.", messages: [{ role: "user", content: "Hi" }] };
const ANSWER = {
  type: "message",
  model: "claude-3",
  content: [{ type: "text", text: "Hello" }],
  usage: { input_tokens: 1, output_tokens: 2 },
};
const ROW = {
  request_id: "r",
  response_id: "s",
  request_created_at: "2026-01-05 08:00:00.123",
  response_created_at: "2026-01-05 08:00:01.000",
  status: 200,
  provider: "ANTHROPIC",
  model: "claude-3",
  user_id: "u",
  organization_id: "o",
  proxy_key_id: "00000000-0000-0000-0000-000000000000",
  country_code: "de",
  properties: { "Helicone-Session-Id": "sess" },
  prompt_tokens: 5,
  completion_tokens: 6,
  request_body: JSON.stringify(BODY),
  response_body: JSON.stringify(ANSWER),
};

describe("Helicone rows", () => {
  it("are read with bodies as text", async () => {
    const { format, events } = await readingOfLines([ROW]);
    expect(format).toBe("helicone");
    expect(events).toEqual([
      {
        timeMs: Date.UTC(2026, 0, 5, 8, 0, 0, 123),
        requestId: "r",
        account: "u",
        organization: "o",
        session: "sess",
        client: { country: "DE" },
        model: "claude-3",
        status: 200,
        prompt: { system: "Be kind.", firstUser: "Hi", lastUser: "Hi", userTurns: 1 },
        response: { text: "Hello", refused: false },
        inputTokens: 5,
        outputTokens: 6,
      },
    ]);
  });

  it("are read with bodies as objects, and of a provider without a name by their shape", async () => {
    const { events } = await readingOfLines([
      { ...ROW, provider: "CUSTOM", request_body: BODY, response_body: ANSWER },
    ]);
    expect(events).toMatchObject([{ prompt: { firstUser: "Hi" }, response: { text: "Hello" } }]);
  });

  it("name the key, then the organization, where no user was sent", async () => {
    const { events, fields } = await readingOfLines([
      { ...ROW, user_id: "", proxy_key_id: "k" },
      { ...ROW, user_id: "" },
    ]);
    expect(events.map((event) => event.account)).toEqual(["k", "o"]);
    expect(fields["account"]?.from).toBe("proxy_key_id | organization_id");
  });

  it("have no status where Helicone writes a code of its own", async () => {
    expect((await readingOfLines([{ ...ROW, status: -3 }])).events[0]?.status).toBeUndefined();
  });
});
