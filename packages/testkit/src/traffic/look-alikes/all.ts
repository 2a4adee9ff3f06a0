import type { TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import {
  batchClassification,
  batchExtraction,
  batchTranslation,
  loadBalancedService,
  syntheticDataDeclared,
  syntheticDataUndeclared,
} from "./batch-work.ts";
import { companionBot, ragAssistant, supportBot } from "./end-user-apps.ts";
import { agentFramework, evaluationHarness, judgeInCi, redTeam } from "./evaluation.ts";
import { assistantHarness, banWaveHarness, codingHarness, launchedHarness } from "./harness-users.ts";
import { aggregator, hackathon, resumedConversations, translationAgency } from "./many-users.ts";
import { colleaguesAnswers, forumAnswers, viralAnswer } from "./quoted-answers.ts";
import { privacyMinded, promptDebugging } from "./rollouts.ts";
import { agencyCard, launchDayPivot, retryStorm, sharedNetworks } from "./shared-identities.ts";
import { classroom, course, cronJobs, viralPrompt } from "./shared-prompts.ts";

/** Every honest use of detection.md, section 10.1, that looks like distillation. */
export const LOOK_ALIKES: readonly ((world: World) => TrafficPart)[] = [
  evaluationHarness,
  judgeInCi,
  syntheticDataDeclared,
  batchClassification,
  batchExtraction,
  batchTranslation,
  ragAssistant,
  codingHarness,
  launchedHarness,
  viralPrompt,
  course,
  classroom,
  aggregator,
  supportBot,
  companionBot,
  sharedNetworks,
  agencyCard,
  launchDayPivot,
  redTeam,
  cronJobs,
  retryStorm,
  loadBalancedService,
  agentFramework,
  syntheticDataUndeclared,
  assistantHarness,
  banWaveHarness,
  resumedConversations,
  translationAgency,
  hackathon,
  colleaguesAnswers,
  forumAnswers,
  viralAnswer,
  promptDebugging,
  privacyMinded,
];
