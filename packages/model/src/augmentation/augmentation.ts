import { apply, scope, tensor, type Tensor } from "@tomograd/autograd";
import { formatShape, ops, UsageError, type Device, type HostArray, type Shape } from "@tomograd/kernels";
import { rangesOf, type AugmentationOptions } from "./augmentation-options.ts";
import { transformsOf } from "./transforms.ts";

/** Which samples of which epoch a batch holds. */
export interface AugmentationKey {
  readonly seed: number;
  /** From 0. */
  readonly epoch: number;
  /** The samples' numbers in their split. */
  readonly indices: ArrayLike<number>;
}

/**
 * Changes training images at random just before the network sees them, on the device: turned, shifted, sheared, zoomed,
 * flipped, brighter or darker. Labels stay.
 *
 * What happens to an image is a function of (seed, epoch, sample), whatever the order of the samples or the device. Only
 * eight numbers an image are uploaded. The maps are those of `transformsOf`, the resampling that of `affineWarp`.
 * Throws a UsageError for a range that cannot be drawn from. Source: Keras `ImageDataGenerator`.
 *
 * @example
 * const augmentation = new Augmentation({ rotationRange: 10, zoomRange: 0.1, brightnessRange: [0.8, 1.2] });
 * const y = augmentation.apply(x, { seed: 1, epoch: 0, indices: [4, 2] });
 */
export class Augmentation {
  readonly options: AugmentationOptions;

  /** Left out where they change nothing. */
  readonly #levels: AugmentationOptions["levels"];

  constructor(options: AugmentationOptions) {
    const [dark, bright] = rangesOf(options).brightness;
    this.options = options;
    this.#levels = dark !== 1 || bright !== 1 || options.fillMode === "constant" ? options.levels : undefined;
  }

  /**
   * A new tensor of the shape of x, [N,C,H,W]; no gradient passes back to x.
   *
   * Throws a UsageError unless there is an index for every image, a ShapeError unless there are levels for every channel.
   */
  apply(x: Tensor, { seed, epoch, indices }: AugmentationKey): Tensor {
    const [samples, , height, width] = x.shape;
    if (x.shape.length !== 4 || indices.length !== samples) {
      throw new UsageError({
        subject: "Augmentation",
        rule: "needs images [N,C,H,W] and the number of each",
        received: `x=${formatShape(x.shape)} indices=${indices.length}`,
      });
    }
    const { fillMode, cval } = this.options;
    const levels = this.#levels;
    const values = transformsOf(this.options, { seed, epoch, indices, height: height!, width: width! });
    return scope(() => {
      const transforms = tensor(x.device, values, [samples, 8], { name: "transforms" });
      const given = levels && tensor(x.device, levels.flat(), [levels.length, 2], { name: "levels" });
      return apply(ops.affineWarp, { x, transforms, levels: given }, { fillMode, cval }).y;
    });
  }

  /** As `apply`, with images [N,C,H,W] from the host, and back to it. */
  async images(device: Device, images: HostArray, shape: Shape, key: AugmentationKey): Promise<HostArray> {
    const x = tensor(device, images, shape, { name: "x" });
    const y = this.apply(x, key);
    try {
      return await y.read();
    } finally {
      x.release();
      y.release();
    }
  }
}
