import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { walkDeclarations, walkParams, walkStart, type WalkConstants } from "./partials.ts";
import { forEachReading } from "./plan.ts";

/**
 * Mean and sum of squared deviations of one part of a channel, from sums that are shifted by the part's first value: the
 * plain E[x^2] - E[x]^2 has no digits left where the mean is large beside the deviation.
 */
export const statistics = forEachReading((element, _, suffix) =>
  defineKernel({
    name: `batchNorm.statistics${suffix}`,
    bindings: { x: read(element), means: write(element), deviations: write(element) },
    params: walkParams,
    constants: {} as WalkConstants,
    variants: elementwise,
    grid: ({ params }) => ({ threads: params.channelCount * params.splits }),
    declarations: () => walkDeclarations,
    body: () => wgsl`${walkStart}
  let shift = x[place(split, channel)];
  var sum = ${element}();
  var squares = ${element}();
  for (var j = 0u; j < steps; j++) {
    let delta = x[place(j * params.splits + split, channel)] - shift;
    sum += delta;
    squares += delta * delta;
  }
  let mean = sum / f32(steps);
  means[thread] = shift + mean;
  deviations[thread] = max(squares - sum * mean, ${element}());`,
  }),
);
