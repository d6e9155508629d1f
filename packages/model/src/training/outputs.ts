import { UsageError, type Shape } from "@tomograd/kernels";
import type { Loss } from "../losses/loss.ts";
import type { CountedMetric } from "../metrics/tally.ts";
import type { Model } from "../model.ts";

/** What training is judged by: Keras' `compile`, without the optimizer. */
export interface Judgement {
  /** One loss for all outputs, or one for each in their order. */
  readonly loss: Loss | readonly Loss[];
  /** How much each output's loss counts in the total. Default 1. */
  readonly lossWeights?: readonly number[];
  /** The metrics of the only output, or a list for each. */
  readonly metrics: readonly CountedMetric[] | readonly (readonly CountedMetric[])[];
}

/** One output with everything that it is judged by. */
export interface JudgedOutput {
  /** In front of the names of its metrics; empty for the only output. */
  readonly prefix: string;
  readonly shape: Shape;
  readonly loss: Loss;
  readonly weight: number;
  readonly metrics: readonly CountedMetric[];
  /** Whether the loss takes the output before its activation. */
  readonly wantsLogits: boolean;
}

/** Throws a UsageError for a loss that cannot judge its output, and for lists that do not fit the outputs. */
export function judgedOutputs(model: Model, { loss, lossWeights, metrics }: Judgement): JudgedOutput[] {
  const count = model.outputs.length;
  const losses = isList(loss) ? loss : model.outputs.map(() => loss);
  const lists = isNested(metrics) ? metrics : [metrics];
  requireCount(model, "loss", losses.length);
  if (lossWeights) requireCount(model, "lossWeights", lossWeights.length);
  if (lossWeights?.some((weight) => !Number.isFinite(weight)))
    throw new UsageError({
      subject: model.name,
      rule: "lossWeights must be finite",
      received: `lossWeights=${lossWeights.join(",")}`,
    });
  if (isNested(metrics)) requireCount(model, "metrics", metrics.length);
  if (!isNested(metrics) && metrics.length > 0 && count > 1)
    throw new UsageError({
      subject: model.name,
      rule: "with several outputs metrics must be a list for each",
      received: `outputs=${model.outputNames.join(",")}`,
    });
  return model.outputs.map(({ shape }, i) => {
    const name = model.outputNames[i]!;
    const loss = losses[i]!;
    const own = lists[i] ?? [];
    const wantsLogits = loss.wantsLogits({ name, shape, activation: model.activationOf(i) });
    // What no counts can give is refused now rather than after the first step.
    loss.tally.results(own, loss.tally.empty(shape), shape);
    return {
      prefix: count > 1 ? `${name}_` : "",
      shape,
      loss,
      weight: lossWeights?.[i] ?? 1,
      metrics: own,
      wantsLogits,
    };
  });
}

/** Names of everything that `evaluate` returns, in its order. */
export function metricNames(outputs: readonly JudgedOutput[]): string[] {
  const losses = outputs.length > 1 ? outputs.map(({ prefix }) => `${prefix}loss`) : [];
  return ["loss", ...losses, ...outputs.flatMap(({ prefix, metrics }) => metrics.map(({ name }) => prefix + name))];
}

function isList(loss: Loss | readonly Loss[]): loss is readonly Loss[] {
  return Array.isArray(loss);
}

function isNested(metrics: Judgement["metrics"]): metrics is readonly (readonly CountedMetric[])[] {
  return metrics.length > 0 && metrics.every((one) => Array.isArray(one));
}

function requireCount({ name, outputs }: Model, what: string, length: number): void {
  if (length === outputs.length) return;
  throw new UsageError({
    subject: name,
    rule: `${what} must have one entry for each output`,
    received: `${what}=${length} outputs=${outputs.length}`,
  });
}
