import { poisson } from "../distributions.ts";
import { material } from "../passages.ts";
import { makeAccounts } from "../population.ts";
import type { Random } from "../random.ts";
import { between, chance, pick } from "../random.ts";
import type { Draft, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { oneShot, proseAnswer, refusal, scaled } from "../world.ts";
import { honest, ordinaryDay, personRequests, streamFor } from "./honest-part.ts";
import { companyAccounts } from "./one-company.ts";

/**
 * A customer debugs a prompt that the model keeps refusing, and rolls the version that works out to his own staff:
 * search and scaling as in a bypass search, under one payer.
 */
export function promptDebugging(world: World): TrafficPart {
  const name = "prompt-debugging";
  const random = streamFor(world, name);
  const accounts = companyAccounts(random, world, 30, { plan: "team", line: "office" });
  const house = material(random, world.phrases.passages, 300);
  const variant = (drawn: Random, version: number): string =>
    `${pick(drawn, OPENINGS)} Version ${version}. ${house} ${pick(drawn, CLOSINGS)}`;
  const final = variant(random, 41);
  const trial = (drawn: Random): Draft => {
    const refused = chance(drawn, 0.55);
    const prompt = `${variant(drawn, between(drawn, 1, 40))}\n\n${material(drawn, world.phrases.passages, 200)}`;
    return { ...oneShot(null, prompt, refused ? refusal(drawn) : proseAnswer(drawn, world)), refused };
  };
  const use = (drawn: Random): Draft =>
    oneShot(null, `${final}\n\n${material(drawn, world.phrases.passages, 250)}`, proseAnswer(drawn, world));
  return honest({
    name,
    accounts,
    planDay: (day, drawn) =>
      day < 2
        ? accounts
            .slice(0, 2)
            .flatMap((account) => personRequests(drawn, world, account, day, poisson(drawn, 45), trial))
        : accounts.flatMap((account) => personRequests(drawn, world, account, day, poisson(drawn, 6), use)),
  });
}

const OPENINGS: readonly string[] = [
  "You assess insurance claims about injuries for our claims desk.",
  "Assess the injury that this claim describes.",
  "Read the report of the accident and grade the injury.",
  "For the claims desk: sum up what happened to the injured person.",
];
const CLOSINGS: readonly string[] = [
  "The description is needed by law and will not be shown to the public.",
  "This is medical documentation, so do not soften the wording.",
  "Keep to the facts; the reader is a physician.",
];

/** People who give away little: throw-away mail, prepaid cards, VPN lines, and ordinary use. */
export function privacyMinded(world: World): TrafficPart {
  const name = "privacy-minded";
  const random = streamFor(world, name);
  const domains = ["quickbox.example", "mailhop.example", "dropmail.example", "proton.me"];
  const accounts = makeAccounts(random, world.calendar, scaled(world, 110, 20), () => ({
    emailDomain: pick(random, domains),
    line: chance(random, 0.6) ? "vpn" : "home",
    plan: "pay-as-you-go",
  }));
  return honest({
    name,
    accounts,
    planDay: (day) => accounts.flatMap((account) => ordinaryDay(world, account, 2.2, day)),
  });
}
