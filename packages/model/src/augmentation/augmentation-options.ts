import { UsageError } from "@tomograd/kernels";

/** How far images may be changed; what is left out changes nothing. Keras' names and meanings. */
export interface AugmentationOptions {
  /** Degrees: angles are drawn from -r to r. */
  readonly rotationRange?: number;
  /** A part of the width below 1, else pixels. */
  readonly widthShiftRange?: number;
  /** A part of the height below 1, else pixels. */
  readonly heightShiftRange?: number;
  /** Degrees, below 90. */
  readonly shearRange?: number;
  /** From 1 - z to 1 + z, or from the first to the second; each axis is drawn on its own. Above 1 shows more, smaller. */
  readonly zoomRange?: number | readonly [number, number];
  /** With probability 1/2. A mirrored chest shows the heart on the right. */
  readonly horizontalFlip?: boolean;
  readonly verticalFlip?: boolean;
  /** Factors of the raw values, from the first to the second. */
  readonly brightnessRange?: readonly [number, number];
  /** What lies beyond the edges; see `affineWarp`. `nearest` when left out. */
  readonly fillMode?: "nearest" | "constant" | "reflect" | "wrap";
  /** The value of fillMode `constant`, counted from black. */
  readonly cval?: number;
  /** What the normalisation makes of each channel's raw 0 and of its largest raw value; 0 and no limit when left out. */
  readonly levels?: readonly (readonly [black: number, white: number])[];
}

/** The options with everything in its place: no shift is `0`, no zoom `[1, 1]`. */
export interface AugmentationRanges {
  readonly rotation: number;
  readonly widthShift: number;
  readonly heightShift: number;
  readonly shear: number;
  readonly zoom: readonly [number, number];
  readonly horizontalFlip: boolean;
  readonly verticalFlip: boolean;
  readonly brightness: readonly [number, number];
}

/** Fills in what was left out. Throws a UsageError for a range that cannot be drawn from. */
export function rangesOf(options: AugmentationOptions): AugmentationRanges {
  const { rotationRange = 0, widthShiftRange = 0, heightShiftRange = 0, shearRange = 0, zoomRange = 0 } = options;
  const zoom = typeof zoomRange === "number" ? ([1 - zoomRange, 1 + zoomRange] as const) : zoomRange;
  const brightness = options.brightnessRange ?? [1, 1];
  const require = (name: keyof AugmentationOptions, rule: string, holds: boolean): void => {
    if (holds) return;
    const received = `${name}=${JSON.stringify(options[name])}`;
    throw new UsageError({ subject: "Augmentation", rule: `${name} must be ${rule}`, received });
  };
  const within = (value: number, most: number): boolean => value >= 0 && value <= most;
  require("rotationRange", "an angle from 0 to 180", within(rotationRange, 180));
  require("widthShiftRange", "a finite number of at least 0", within(widthShiftRange, Number.MAX_VALUE));
  require("heightShiftRange", "a finite number of at least 0", within(heightShiftRange, Number.MAX_VALUE));
  require("shearRange", "an angle of at least 0 and below 90", within(shearRange, 90) && shearRange < 90);
  require("zoomRange", "below 1 and not negative, or two factors above 0, the smaller first", isRange(zoom) &&
    zoom[0] > 0);
  require("brightnessRange", "two factors of at least 0, the smaller first", isRange(brightness) && brightness[0] >= 0);
  return {
    rotation: rotationRange,
    widthShift: widthShiftRange,
    heightShift: heightShiftRange,
    shear: shearRange,
    zoom,
    horizontalFlip: options.horizontalFlip ?? false,
    verticalFlip: options.verticalFlip ?? false,
    brightness,
  };
}

function isRange([low, high]: readonly [number, number]): boolean {
  return low <= high && Number.isFinite(low) && Number.isFinite(high);
}
