import { bypassSearchCase } from "../detectors/bypass-search/bypass-search-case.ts";
import { distributionTestCase } from "../detectors/distribution-test/distribution-test-case.ts";
import { outputEchoCase } from "../detectors/output-echo/output-echo-case.ts";
import { poolFailoverCase } from "../detectors/pool-failover/pool-failover-case.ts";
import { reasoningReplayCase } from "../detectors/reasoning-replay/reasoning-replay-case.ts";
import { relayCase } from "../detectors/relay/relay-case.ts";
import type { Detector } from "../rules/rule.ts";
import type { CaseFunction } from "../rules/run-rule-tests.ts";
import { coverageSweepsCase } from "./coverage-sweeps-case.ts";
import { harvestIntentCase } from "./harvest-intent-case.ts";
import { identityLinksCase } from "./identity-links-case.ts";
import { injectedBlocksCase } from "./injected-blocks-case.ts";
import { lifecycleCase } from "./lifecycle-case.ts";
import { synchronyCase } from "./synchrony-case.ts";
import { templateFamiliesCase } from "./template-families-case.ts";

/** The case function of every shipped detector: what the inline tests of its document run through. */
export function detectorCases(): Readonly<Record<Detector, CaseFunction>> {
  return {
    D1: templateFamiliesCase,
    D2: injectedBlocksCase,
    D3: harvestIntentCase,
    D4: reasoningReplayCase,
    D5: outputEchoCase,
    D6: synchronyCase,
    D7: identityLinksCase,
    D8: lifecycleCase,
    D9: poolFailoverCase,
    D10: relayCase,
    D11: bypassSearchCase,
    D12: distributionTestCase,
    D13: coverageSweepsCase,
  };
}
