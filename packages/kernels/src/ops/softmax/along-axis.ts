import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { fold, mapReduce } from "../shared/map-reduce.ts";
import { broadcast } from "../shared/strides.ts";

const total = mapReduce({ name: "softmax.total", inputs: ["x", "largest"], value: "exp(x - largest)" });
const normalise = mapReduce({
  name: "softmax.normalise",
  inputs: ["x", "largest", "total"],
  value: "exp(x - largest) / total",
});
const mean = mapReduce({ name: "softmax.mean", inputs: ["y", "gradY"], value: "y * gradY" });
const backward = mapReduce({
  name: "softmax.backwardAlongAxis",
  inputs: ["y", "gradY", "mean"],
  value: "y * (gradY - mean)",
});

/** Softmax along an axis that is not the last, in three passes. */
export function softmaxAlong(run: Launcher, x: ArrayHandle, y: ArrayHandle, axis: number): void {
  const space = x.shape;
  const axes = [axis];
  const one = space.with(axis, 1);
  const [largest, sum] = [run.scratch(one), run.scratch(one)];
  const inputs = { x: broadcast(x, space), largest: broadcast(largest, space) };
  fold.max(run, largest, { space, axes, inputs: { x: inputs.x } });
  total(run, sum, { space, axes, inputs });
  normalise(run, y, { space, inputs: { ...inputs, total: broadcast(sum, space) } });
}

/** `gradX = y (gradY - sum(gradY y))`. */
export function softmaxGradientAlong(
  run: Launcher,
  { y, gradY, gradX }: Readonly<Record<"y" | "gradY" | "gradX", ArrayHandle>>,
  axis: number,
): void {
  const space = y.shape;
  const weighted = run.scratch(space.with(axis, 1));
  const inputs = { y: broadcast(y, space), gradY: broadcast(gradY, space) };
  mean(run, weighted, { space, axes: [axis], inputs });
  backward(run, gradX, { space, inputs: { ...inputs, mean: broadcast(weighted, space) } });
}
