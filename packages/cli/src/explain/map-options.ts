import { integer, real, text } from "../options/kind.ts";
import { option } from "../options/option.ts";

/** What the methods that give maps are told, wherever they are used. */
export const mapOptions = {
  layer: option(text("<name>"), "the layer to look into (default: the last convolution)", undefined),
  samples: option(integer(1, 100_000), "noisy copies of an image for smooth-grad", 25),
  noise: option(real(0, 100), "their noise, as a part of the image's range", 0.15),
  patch: option(
    integer(1, 16_384),
    "height and width of what occlusion hides (default: an eighth of the image)",
    undefined,
  ),
  stride: option(integer(1, 16_384), "pixels from one place of it to the next (default: half of it)", undefined),
  batchSize: option(integer(1, 100_000), "images that are computed at once", 16),
} as const;
