import type { LoggedRequest } from "./logged-request.ts";

/** LiteLLM StandardLoggingPayload (log-formats.md, section 4.1); times as in its fixture. */
export function litellm(logged: LoggedRequest): object {
  const { account, network, exchange } = logged;
  const end = logged.timeMs + logged.durationMs;
  return {
    id: logged.requestId,
    trace_id: logged.session,
    call_type: "acompletion",
    stream: false,
    status: logged.status === 200 ? "success" : "failure",
    custom_llm_provider: exchange.provider,
    total_tokens: exchange.inputTokens + exchange.outputTokens,
    prompt_tokens: exchange.inputTokens,
    completion_tokens: exchange.outputTokens,
    startTime: spacedTime(logged.timeMs),
    endTime: spacedTime(end),
    completionStartTime: spacedTime(end),
    response_time: logged.durationMs / 1000,
    model: exchange.model,
    model_group: exchange.model,
    metadata: {
      user_api_key_hash: account.apiKey,
      user_api_key_user_id: account.account,
      user_api_key_org_id: account.organization,
      user_api_key_team_id: null,
      requester_ip_address: network.ip,
    },
    cache_hit: false,
    request_tags: [],
    end_user: "",
    requester_ip_address: network.ip,
    user_agent: account.userAgent,
    messages: exchange.request["messages"],
    response: logged.status === 200 ? exchange.response : null,
    error_str: logged.status === 200 ? null : `HTTP ${logged.status}`,
    model_parameters: { max_completion_tokens: account.maxTokens },
  };
}

function spacedTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().replace("T", " ").replace("Z", "")}000`;
}
