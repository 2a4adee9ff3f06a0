/**
 * Ids of the techniques of MITRE ATLAS that serve distillation, as in its STIX bundle of 2026-06-24
 * (atlas-navigator-data 2f55d5f). They are referred to, never sent: the objects are MITRE's.
 */
export const ATLAS_TECHNIQUES = {
  /** AML.T0024.002 */
  "Extract AI Model": "attack-pattern--3f567912-629a-5e0b-ab0c-0102977c2d6c",
  /** AML.T0024 */
  "Exfiltration via AI Inference API": "attack-pattern--85fed2c6-e2df-595e-88bf-f356a17cec21",
  /** AML.T0040 */
  "AI Model Inference API Access": "attack-pattern--5ac1f849-523e-51bf-a1e9-1a97ab91cc91",
  /** AML.T0008.005 */
  "AI Service Proxies": "attack-pattern--647ac4ac-b2bc-53f7-ab83-81f421a1f0b5",
  /** AML.T0005.001 */
  "Train Proxy via Replication": "attack-pattern--298dc6c6-5683-5475-b724-2a2a3db3a7dc",
  /** AML.T0048.004 */
  "AI Intellectual Property Theft": "attack-pattern--73772ced-edba-578c-bacd-703e082a9c57",
} as const;

export type AtlasTechnique = keyof typeof ATLAS_TECHNIQUES;
