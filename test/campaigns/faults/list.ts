import { bindings } from "./bindings.ts";
import { bounds } from "./bounds.ts";
import { calls } from "./calls.ts";
import type { Fault } from "./fault.ts";
import { gradients } from "./gradients.ts";
import { layout } from "./layout.ts";
import { limits } from "./limits.ts";
import { memory } from "./memory.ts";
import { order } from "./order.ts";
import { precision } from "./precision.ts";
import { records } from "./records.ts";

/** All faults, by what is wrong. */
export const faults: Readonly<Record<string, readonly Fault[]>> = {
  bounds,
  layout,
  bindings,
  memory,
  order,
  limits,
  calls,
  gradients,
  precision,
  records,
};
