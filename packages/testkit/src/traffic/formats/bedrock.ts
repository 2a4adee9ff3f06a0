import type { LoggedRequest } from "./logged-request.ts";

/** AWS Bedrock ModelInvocationLog (log-formats.md, section 5); the account is the principal. */
export function bedrock(logged: LoggedRequest): object {
  const { exchange } = logged;
  const { model: _model, ...body } = exchange.request;
  return {
    schemaType: "ModelInvocationLog",
    schemaVersion: "1.0",
    timestamp: new Date(logged.timeMs).toISOString(),
    accountId: logged.account.organization,
    identity: { arn: logged.account.account },
    region: "us-east-1",
    requestId: logged.requestId,
    operation: "InvokeModel",
    modelId: `anthropic.${exchange.model}-v1:0`,
    ...(logged.status === 200 ? {} : { errorCode: "ThrottlingException" }),
    input: {
      inputContentType: "application/json",
      inputBodyJson: { anthropic_version: "bedrock-2023-05-31", ...body },
      inputTokenCount: exchange.inputTokens,
    },
    output: {
      outputContentType: "application/json",
      outputBodyJson: logged.status === 200 ? exchange.response : {},
      outputTokenCount: logged.status === 200 ? exchange.outputTokens : 0,
    },
  };
}
