import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { alignUp } from "../../shape.ts";

export type Packing = {
  readonly R: number;
  readonly S: number;
  readonly C: number;
  readonly K: number;
  /** Output channels that a thread of the reading kernel computes. */
  readonly channels: number;
  /** For the gradient of x: rotated by half a turn, K read and C written. */
  readonly flipped: boolean;
};

/** Number of elements of the packed filter. */
export const packedSize = ({ R, S, C, K, channels, flipped }: Packing): number =>
  flipped ? alignUp(C, channels) * K * R * S : alignUp(K, channels) * C * R * S;

/** Reorders a filter `[R][S][C][K]` to `[block of output channels][input][tap][channel in block]`, zeros where K ends in a block. */
export const pack = defineKernel({
  name: "conv2d.pack",
  bindings: { weights: read("f32"), packed: write("f32") },
  params: {},
  constants: {} as Packing,
  variants: { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } },
  grid: ({ constants }) => ({ threads: packedSize(constants) }),
  body: () => wgsl`
  const taps = R * S;
  const inputs = select(C, K, flipped);
  const outputs = select(K, C, flipped);
  let tap = thread / channels % taps;
  let input = thread / (channels * taps) % inputs;
  let output = thread / (channels * taps * inputs) * channels + thread % channels;
  let straight = (tap * C + input) * K + output;
  let rotated = ((taps - 1 - tap) * C + output) * K + input;
  packed[thread] = select(0, weights[select(straight, rotated, flipped)], output < outputs);`,
});
