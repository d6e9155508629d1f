import { BinaryCrossentropy, BinaryFocalCrossentropy, SigmoidFocalCrossEntropy, type Loss } from "@tomograd/model";

/** Losses by their names at the command line. */
const MAKERS = {
  bce: () => new BinaryCrossentropy(),
  focal: () => new BinaryFocalCrossentropy(),
  "tfa-focal": () => new SigmoidFocalCrossEntropy(),
} as const satisfies Record<string, () => Loss>;

export type LossName = keyof typeof MAKERS;

export const LOSS_NAMES = Object.keys(MAKERS) as [LossName, ...LossName[]];

export function lossNamed(name: LossName): Loss {
  return MAKERS[name]();
}
