import type { LoggedRequest } from "./logged-request.ts";

/** The request envelope (contracts.md, section 1). */
export function envelope(logged: LoggedRequest): object {
  const { account, network, exchange } = logged;
  return {
    time: new Date(logged.timeMs).toISOString(),
    request_id: logged.requestId,
    account: account.account,
    organization: account.organization,
    api_key: account.apiKey,
    session: logged.session,
    client: {
      ip: network.ip,
      asn: network.asn,
      country: network.country,
      user_agent: account.userAgent,
      tls: account.tls,
    },
    provider: exchange.provider,
    endpoint: exchange.endpoint,
    status: logged.status,
    request: exchange.request,
    response: logged.status === 200 ? exchange.response : null,
  };
}
