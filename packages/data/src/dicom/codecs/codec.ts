import type { InputError } from "@tomograd/kernels";
import type { RawSamples } from "../native-samples.ts";
import type { PixelModule } from "../pixel-module.ts";

export interface Decoded {
  readonly values: RawSamples;
  /** Whether the planes of the samples follow each other. */
  readonly isPlanar: boolean;
}

/** Refuses a frame: `rule` completes "the … frame". */
export type FailFrame = (rule: string, found?: string, cause?: unknown) => InputError;

/** Decodes one frame; its own header must agree with the pixel module before anything is allocated. */
export type Codec = (bytes: Uint8Array, module: PixelModule, fail: FailFrame) => Decoded | Promise<Decoded>;
