import { Augmentation } from "@tomograd/model";
import type { AugmentChoice } from "../options/augment.ts";
import type { TrainingData } from "./prepare-data.ts";

/** What `--augment` asks for, for data of this normalisation; undefined where it changes nothing. */
export function augmentationOf(
  choice: AugmentChoice | undefined,
  { train, normalization: { scale, offset } }: Pick<TrainingData, "train" | "normalization">,
): Augmentation | undefined {
  const { fill, ...changes } = choice ?? {};
  if (!Object.values(changes).some(Boolean)) return undefined;
  const { rotation, shear, zoom, brightness, hflip, vflip } = changes;
  // Float pixels have no largest value of their own.
  const white = Math.max(train.pixelRange.scale, train.pixelRange.max);
  return new Augmentation({
    ...(rotation !== undefined && { rotationRange: rotation }),
    ...(changes["width-shift"] !== undefined && { widthShiftRange: changes["width-shift"] }),
    ...(changes["height-shift"] !== undefined && { heightShiftRange: changes["height-shift"] }),
    ...(shear !== undefined && { shearRange: shear }),
    ...(zoom && { zoomRange: zoom }),
    ...(brightness && { brightnessRange: brightness }),
    ...(hflip !== undefined && { horizontalFlip: hflip }),
    ...(vflip !== undefined && { verticalFlip: vflip }),
    ...(fill && { fillMode: fill }),
    levels: scale.map((factor, c) => [offset[c]!, white * factor + offset[c]!] as const),
  });
}
