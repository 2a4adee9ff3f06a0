import { EventBuilder } from "../event-builder.ts";
import { field, nonEmpty } from "../json-values.ts";
import type { LogFormat } from "./log-format.ts";
import { unlike } from "./not-an-object.ts";

/** Calls that LiteLLM logs in the same table and that ask no model. */
const NO_MODEL_CALL: ReadonlySet<unknown> = new Set(["call_mcp_tool", "list_mcp_tools", "health_check"]);

/** LiteLLM StandardLoggingPayload and LiteLLM_SpendLogs; SpendLogs columns hold JSON inside strings. */
export const litellm: LogFormat = {
  name: "litellm",
  resemblance: (record) => {
    if (field(record, "startTime") === undefined) return 0;
    const marks = ["call_type", "custom_llm_provider", "response_cost", "spend", "model_group", "cache_key"];
    return marks.filter((mark) => field(record, mark) !== undefined).length >= 2 ? 1 : 0;
  },
  isPiece: () => false,
  open: ({ mapping, nowMs }) => {
    const builder = new EventBuilder(mapping, nowMs);
    return {
      format: "litellm",
      read: (record, place) => {
        if (NO_MODEL_CALL.has(field(record, "call_type"))) return [];
        const known =
          nonEmpty(field(record, "call_type")) ?? field(record, "messages") ?? field(record, "response");
        if (known === undefined) return [unlike(place, "LiteLLM", "call_type, messages or response")];
        return [builder.build(record, place)];
      },
      finish: () => [],
      fields: () => builder.fields(),
    };
  },
};
