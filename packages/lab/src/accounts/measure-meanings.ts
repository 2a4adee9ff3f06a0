import { INTENT_BITS, SHAPE_BITS } from "../sketches/sketch.ts";

/** What each account measure means, with its unit. All are over the whole log; shares are 0–1. */
export const MEASURE_MEANINGS: Readonly<Record<string, string>> = {
  requests: "requests",
  active_days: "UTC days with a request",
  requests_per_active_day: "requests on a day with any",
  span_days: "days from the first request to the last",
  peak_day_share: "share of the requests on the busiest UTC day",
  age_days: "days from sign-up to the first request in the log; needs the accounts table",
  busiest_hour: "requests in the busiest UTC hour",
  busiest_minute: "requests in the busiest UTC minute",
  hours_of_day: "hours of the day (UTC) with a request, 1–24",
  night_share:
    "share of the requests in the account's quietest 6 hours of day in a row; 0.25 is round the clock",
  input_tokens: "tokens sent",
  output_tokens: "tokens received",
  output_input_ratio: "tokens received for each token sent; unknown where no answer was recorded",
  refusal_share: "share of the requests that were answered or refused that were refused by the model, 0 to 1",
  limited_share: "share of the requests that met a rate limit (status 429)",
  repeated_share: "share of the requests whose text the account had sent before; a lower bound",
  languages: "languages with at least 2 requests and 3 % of those in a known language",
  systems: "distinct system texts",
  models: "distinct models",
  networks: "distinct networks; needs client addresses",
  user_agents: "distinct user agents",
  tls_prints: "distinct TLS prints",
  ...meanings("intent", INTENT_BITS, "share of the requests with the intent"),
  ...meanings("shape", SHAPE_BITS, "share of the requests whose answer has the shape"),
};

function meanings(
  prefix: string,
  bits: Readonly<Record<string, number>>,
  text: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(bits).map((name) => [`${prefix}_${name}`, `${text} ${name}`]));
}
