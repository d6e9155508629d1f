import type { Handles, Wanted } from "../../op/define-op.ts";
import type { Launcher } from "../../op/launcher.ts";
import { backwardInference, backwardTraining } from "./backward.ts";
import { gradientSums, mergeGradients } from "./gradient-sums.ts";
import { adopt, merge } from "./merge.ts";
import { normalise } from "./normalise.ts";
import { partialsShape, planOf, type Plan } from "./plan.ts";
import type { BatchNormInput, BatchNormOutput, BatchNormParams } from "./shape.ts";
import { statistics } from "./statistics.ts";

type Values = Handles<BatchNormInput | BatchNormOutput>;

const walk = ({ view, interleaved, reads, splits }: Plan) => ({
  constants: { ...view, interleaved },
  params: { channelCount: view.channels, reads, splits },
});

export function forward(run: Launcher, values: Values, params: BatchNormParams): void {
  const { x, gamma, beta, y, newMovingMean, newMovingVariance, mean, variance } = values;
  const plan = planOf(x.shape, params.axis);
  const { reading, view, population, partials, reads, splits, count } = plan;
  if (params.training) {
    const [means, deviations] = [run.scratch(partialsShape(plan)), run.scratch(partialsShape(plan))];
    run(statistics[reading], { x, means, deviations }, walk(plan));
    const correction = params.varianceCorrection === "bessel" ? population / Math.max(population - 1, 1) : 1;
    const { momentum } = params;
    const own = { ...partials, reads, splits, population, momentum, rate: 1 - momentum, correction };
    run(merge, { means, deviations, mean, variance, newMovingMean, newMovingVariance }, { constants: {}, params: own });
  } else {
    run(
      adopt,
      { newMovingMean, newMovingVariance, mean, variance },
      { constants: {}, params: { channels: partials.channels } },
    );
  }
  run(
    normalise[reading],
    { x, mean, variance, gamma, beta, y },
    { constants: view, params: { count, epsilon: params.epsilon } },
  );
}

export function vjp(
  run: Launcher,
  values: Values,
  upstream: Wanted<BatchNormOutput>,
  wanted: Wanted<BatchNormInput>,
  params: BatchNormParams,
): void {
  const { x, gamma, mean, variance } = values;
  const gradY = upstream.y;
  if (!gradY) return;
  const plan = planOf(x.shape, params.axis);
  const { reading, view, population, partials, count } = plan;
  const { epsilon, training } = params;
  const gradX = wanted.x;
  if (gradX && !training)
    run(backwardInference[reading], { gradY, variance, gamma, gradX }, { constants: view, params: { count, epsilon } });
  if (!wanted.gamma && !wanted.beta && !(gradX && training)) return;

  const [betaParts, gammaParts] = [run.scratch(partialsShape(plan)), run.scratch(partialsShape(plan))];
  const gradGamma = wanted.gamma ?? run.scratch([partials.channels]);
  const gradBeta = wanted.beta ?? run.scratch([partials.channels]);
  const { constants, params: walkValues } = walk(plan);
  run(
    gradientSums[reading],
    { x, gradY, mean, variance, betaParts, gammaParts },
    { constants, params: { ...walkValues, epsilon } },
  );
  run(mergeGradients, { betaParts, gammaParts, gradBeta, gradGamma }, { constants: {}, params: partials });
  if (!gradX || !training) return;
  const buffers = { x, gradY, mean, variance, gamma, gradGamma, gradBeta, gradX };
  run(backwardTraining[reading], buffers, { constants: view, params: { count, epsilon, population } });
}
