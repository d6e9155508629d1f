import { philox4x32, uniformOf } from "@tomograd/kernels";
import type { Size } from "./affine-map.ts";
import type { AugmentationRanges } from "./augmentation-options.ts";

/** Keeps these numbers apart from those of the initializers, of shuffling and of dropout under the same seed. */
const AUGMENTATION_KEY = 0x6175676d;

/** Which sample of which epoch is drawn for. */
export interface DrawKey {
  readonly seed: number;
  readonly epoch: number;
  /** The sample's number in its split. */
  readonly index: number;
}

/** What happens to one image: angles in degrees, shifts in pixels, the rest as factors. */
export interface Draw {
  readonly theta: number;
  readonly shiftX: number;
  readonly shiftY: number;
  readonly shear: number;
  readonly zoomX: number;
  readonly zoomY: number;
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
  readonly brightness: number;
}

/**
 * Draws for one image, a pure function of its key: neither the order of the samples nor a resumed run changes it. Each
 * quantity has a random number of its own, so one that is turned on leaves the others as they were.
 */
export function drawFor(ranges: AugmentationRanges, { seed, epoch, index }: DrawKey, { height, width }: Size): Draw {
  const words = [0, 1, 2].flatMap((block) => philox4x32([block, epoch, index, 0], [seed, AUGMENTATION_KEY]));
  const uniform = (place: number): number => uniformOf(words[place]!);
  const between = (place: number, [low, high]: readonly [number, number]): number =>
    low + (high - low) * uniform(place);
  const around = (place: number, range: number): number => between(place, [-range, range]);
  const inPixels = (range: number, extent: number): number => (range < 1 ? range * extent : range);
  return {
    theta: around(0, ranges.rotation),
    shiftY: around(1, inPixels(ranges.heightShift, height)),
    shiftX: around(2, inPixels(ranges.widthShift, width)),
    shear: around(3, ranges.shear),
    zoomX: between(4, ranges.zoom),
    zoomY: between(5, ranges.zoom),
    flipHorizontal: ranges.horizontalFlip && uniform(6) < 0.5,
    flipVertical: ranges.verticalFlip && uniform(7) < 0.5,
    brightness: between(8, ranges.brightness),
  };
}
