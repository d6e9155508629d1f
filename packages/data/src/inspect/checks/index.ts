import type { Check, SeenSubject } from "../finding.ts";
import { aucWidth } from "./auc-width.ts";
import { borderShortcut } from "./border-shortcut.ts";
import { classImbalance } from "./class-imbalance.ts";
import { conflictingLabels } from "./conflicting-labels.ts";
import { constantImages } from "./constant-images.ts";
import { drift } from "./drift.ts";
import { duplicatesAcross } from "./duplicates-across.ts";
import { duplicatesWithin } from "./duplicates-within.ts";
import { foreignStatistics } from "./foreign-statistics.ts";
import { greyAsColour } from "./grey-as-colour.ts";
import { groupsAcross } from "./groups-across.ts";
import { labelCount } from "./label-count.ts";
import { labelOrder } from "./label-order.ts";
import { medmnistFile } from "./medmnist-file.ts";
import { metadataShortcut } from "./metadata-shortcut.ts";
import { namePatterns } from "./name-patterns.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { nonFinite } from "./non-finite.ts";
import { oneClass } from "./one-class.ts";
import { pixelRanges } from "./pixel-ranges.ts";
import { skippedFiles } from "./skipped-files.ts";

/** Checks whose findings may be errors; loading has kept all that they need. */
export const faultChecks: readonly Check[] = [
  oneClass,
  labelCount,
  nonFinite,
  duplicatesAcross,
  conflictingLabels,
  groupsAcross,
];

/** The others. */
export const furtherChecks: readonly Check<SeenSubject>[] = [
  duplicatesWithin,
  nearDuplicates,
  namePatterns,
  constantImages,
  pixelRanges,
  metadataShortcut,
  borderShortcut,
  classImbalance,
  aucWidth,
  drift,
  labelOrder,
  skippedFiles,
  greyAsColour,
  medmnistFile,
  foreignStatistics,
];
