import { aegisGate } from "./aegisgate.ts";
import { cap } from "./cap.ts";
import { date } from "./date.ts";
import { glasswally, glasswallyCalibrated } from "./glasswally.ts";
import { mahalanobis } from "./mahalanobis.ts";
import { mmdWindows } from "./mmd.ts";
import { prada } from "./prada.ts";
import type { Rival } from "./rival.ts";
import { seat } from "./seat.ts";
import { volume } from "./volume.ts";

/** Every rival of the field trial. */
export const RIVALS: readonly Rival[] = [
  prada,
  seat,
  cap,
  date,
  mahalanobis,
  mmdWindows,
  glasswally,
  glasswallyCalibrated,
  aegisGate,
  volume,
];
