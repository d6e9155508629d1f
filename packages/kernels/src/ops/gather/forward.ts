import { read, write } from "../../kernel/define-kernel.ts";
import { elementOf, picking, suffixOf, type Width } from "./kernel.ts";

const forwardOf = (width: Width) =>
  picking(
    `gather.forward${suffixOf[width]}`,
    { x: read(elementOf[width]), indices: read("u32"), y: write(elementOf[width]) },
    /* wgsl */ `
  let pick = thread / params.inner % params.picks;
  let outer = thread / params.inner / params.picks;
  let entry = min(indices[pick], params.entries - 1u);
  y[thread] = x[(outer * params.entries + entry) * params.inner + k];`,
  );

export const forward = { 1: forwardOf(1), 4: forwardOf(4) } as const;
