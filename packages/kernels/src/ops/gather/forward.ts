import { read, write } from "../../kernel/define-kernel.ts";
import { picking } from "./kernel.ts";

export const forward = picking(
  "gather.forward",
  { x: read("f32"), indices: read("u32"), y: write("f32") },
  /* wgsl */ `
  let pick = thread / params.inner % params.picks;
  let outer = thread / params.inner / params.picks;
  y[thread] = x[(outer * params.entries + entryOf(pick)) * params.inner + k];`,
);
