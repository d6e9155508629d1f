import { wgsl } from "../../kernel/wgsl.ts";
import type { ViewConstants } from "./plan.ts";

/** Constants of the kernels that walk channels; `interleaved` where the axis is the last one. */
export type WalkConstants = ViewConstants & { readonly interleaved: boolean };

/** Params of the kernels that walk channels: `reads` per channel, every `splits`-th of them in one thread. */
export const walkParams = { channelCount: "u32", reads: "u32", splits: "u32" } as const;

/** Where read number `i` of a channel lies in x. */
export const walkDeclarations = /* wgsl */ `
fn place(i: u32, channel: u32) -> u32 { return (i / inner * channels + channel) * inner + i % inner; }`;

/**
 * Sets `channel`, `split` and `steps` from `thread`, which is also where the partial result goes. Neighbouring threads
 * read neighbouring memory: of other channels where those are interleaved, of the same channel otherwise.
 */
export const walkStart = wgsl`
  let channel = select(thread / params.splits, thread % channels, interleaved);
  let split = select(thread % params.splits, thread / channels, interleaved);
  let steps = (params.reads - split + params.splits - 1u) / params.splits;`;
