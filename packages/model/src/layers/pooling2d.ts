import { ops, resolveParams, type Padding, type Pair } from "@tomograd/kernels";
import { Layer, type LayerOptions } from "./layer.ts";

export interface Pooling2DOptions extends LayerOptions {
  readonly poolSize?: number | Pair;
  /** Default: the pool size. */
  readonly strides?: number | Pair | undefined;
  readonly padding?: Padding;
}

/** One value for each window of an image, [C,H,W] to [C,H',W']; windows are 2 by 2 unless told otherwise. */
export abstract class Pooling2D extends Layer {
  readonly options: Pooling2DOptions;

  constructor(options: Pooling2DOptions = {}) {
    super(options);
    this.options = options;
  }

  config(): Readonly<Record<string, unknown>> {
    return this.windows();
  }

  protected windows() {
    const { poolSize = 2, padding = "valid" } = this.options;
    const strides = this.options.strides ?? poolSize;
    return resolveParams(this.className, ops.averagePool2d.params, { poolSize, strides, padding });
  }
}
