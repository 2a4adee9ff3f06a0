import { fillTemplate } from "../campaigns/harvests.ts";
import { material } from "../passages.ts";
import type { Random } from "../random.ts";
import { between, pick, token } from "../random.ts";
import type { Draft, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { label, oneShot, proseAnswer } from "../world.ts";
import { streamFor } from "./honest-part.ts";
import { companyAccounts, steady } from "./one-company.ts";

/** Synthetic data for the company's own product, under a declared use. */
export function syntheticDataDeclared(world: World): TrafficPart {
  const name = "synthetic-data-declared";
  const random = streamFor(world, name);
  const accounts = companyAccounts(random, world, 8, { line: "cloud" });
  const draft = (drawn: Random): Draft =>
    oneShot(
      null,
      fillTemplate(SYNTHETIC, [pick(drawn, world.phrases.tasks), pick(drawn, world.phrases.tasks)]),
      proseAnswer(drawn, world),
    );
  return steady(world, name, accounts, 40, draft, [
    {
      organization: accounts[0]?.organization ?? "",
      use: "synthetic-data",
      note: "training data for the own support model",
    },
  ]);
}

const SYNTHETIC =
  "Generate ten new customer questions with high quality answers for the training of our support model. Follow the style of these two and reason step by step about what the customer needs.\n- {}\n- {}\nReturn a JSON list.";

/** One template over a large volume of documents, short labels out. */
export function batchClassification(world: World): TrafficPart {
  const random = streamFor(world, "batch-classification");
  return steady(
    world,
    "batch-classification",
    companyAccounts(random, world, 2, { line: "cloud" }),
    150,
    (drawn) =>
      oneShot(
        "You classify incoming customer messages of an online shop. Labels: delivery, refund, product, account, praise, other. Answer with JSON only, with the fields label and confidence.",
        material(drawn, world.phrases.passages, between(drawn, 120, 600)),
        label(drawn, ["delivery", "refund", "product", "account", "praise", "other"]),
      ),
  );
}

/** Records drawn out of documents by one company. */
export function batchExtraction(world: World): TrafficPart {
  const random = streamFor(world, "batch-extraction");
  return steady(
    world,
    "batch-extraction",
    companyAccounts(random, world, 3, { line: "cloud" }),
    110,
    (drawn) =>
      oneShot(
        null,
        fillTemplate(EXTRACTION, [material(drawn, world.phrases.passages, between(drawn, 400, 1500))]),
        JSON.stringify({
          persons: [token(drawn, 6)],
          places: [token(drawn, 5)],
          dates: [],
          amounts: [between(drawn, 1, 900)],
        }),
      ),
  );
}

const EXTRACTION =
  "Extract all persons, places, dates and amounts of money from the document between the markers. Return a JSON object with the keys persons, places, dates and amounts, each a list; use an empty list where there is none.\n<<<\n{}\n>>>";

/** A translation service of one company. */
export function batchTranslation(world: World): TrafficPart {
  const random = streamFor(world, "batch-translation");
  return steady(
    world,
    "batch-translation",
    companyAccounts(random, world, 2, { line: "office" }),
    110,
    (drawn) => {
      const prompt = fillTemplate(
        "Translate the following text into {}. Keep names and numbers as they are and return only the translation.\n\n{}",
        [
          pick(drawn, ["German", "Spanish", "Japanese", "Brazilian Portuguese"]),
          material(drawn, world.phrases.passages, between(drawn, 200, 900)),
        ],
      );
      return oneShot(null, prompt, proseAnswer(drawn, world));
    },
  );
}

/** One company's service behind a load balancer that deals requests over twenty keys in turn. */
export function loadBalancedService(world: World): TrafficPart {
  const name = "load-balanced-service";
  const random = streamFor(world, name);
  const accounts = companyAccounts(random, world, 20, { line: "cloud" });
  const system = `You write product descriptions in the house style. ${material(random, world.phrases.passages, 600)}`;
  return steady(world, name, accounts, 25, (drawn) =>
    oneShot(
      system,
      `Describe this article: ${material(drawn, world.phrases.passages, between(drawn, 150, 500))}`,
      proseAnswer(drawn, world),
    ),
  );
}

/** The same without a declared use: one verified company that makes training data for its own product. */
export function syntheticDataUndeclared(world: World): TrafficPart {
  const name = "synthetic-data-undeclared";
  const random = streamFor(world, name);
  const accounts = companyAccounts(random, world, 5, { line: "cloud", plan: "enterprise" });
  return steady(world, name, accounts, 45, (drawn) =>
    oneShot(
      null,
      fillTemplate(OWN_PRODUCT, [
        pick(drawn, world.phrases.tasks),
        material(drawn, world.phrases.passages, 300),
      ]),
      proseAnswer(drawn, world),
    ),
  );
}

const OWN_PRODUCT =
  "Write five training examples for the helpdesk assistant of our accounting software. Each example has a customer message, the thoughts of a careful agent step by step, and the agent's reply.\nTopic: {}\nHouse rules: {}\nReturn JSON lines and nothing else.";
