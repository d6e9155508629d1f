import { formatShape, sizeOf, UsageError, type HostArray, type Shape } from "@tomograd/kernels";
import type { Weight } from "./layers/weight.ts";

/** Values by name; with a shape where it is known, which then has to be the weight's. */
export type WeightValues = ReadonlyMap<string, { readonly data: HostArray; readonly shape?: Shape }>;

export interface LoadWeightsOptions {
  /** Takes what fits and leaves the rest as it is. Default false. */
  readonly skipMismatch?: boolean;
}

/** What became of each name. */
export interface LoadReport {
  readonly loaded: readonly string[];
  /** Weights of the model that no values were given for. */
  readonly missing: readonly string[];
  /** Values that the model has no weight for. */
  readonly unknown: readonly string[];
  /** Weights whose values have another shape, in words. */
  readonly misshapen: readonly string[];
}

interface Weighted {
  readonly name: string;
  readonly weights: readonly Weight[];
}

/** What would fit: nothing is changed. */
export function compareWeights({ weights }: Weighted, values: WeightValues): LoadReport {
  const known = new Map(weights.map((weight) => [weight.name, weight]));
  const misshapen = new Map<string, string>();
  for (const [name, { shape }] of known) {
    const found = values.get(name);
    if (found?.shape && found.shape.join() !== shape.join())
      misshapen.set(name, `${name} has shape ${formatShape(found.shape)} instead of ${formatShape(shape)}`);
    else if (found && found.data.length !== sizeOf(shape))
      misshapen.set(name, `${name} has ${found.data.length} values instead of ${sizeOf(shape)}`);
  }
  return {
    loaded: [...known.keys()].filter((name) => values.has(name) && !misshapen.has(name)),
    missing: [...known.keys()].filter((name) => !values.has(name)),
    unknown: [...values.keys()].filter((name) => !known.has(name)),
    misshapen: [...misshapen.values()],
  };
}

/** Everything that does not fit, in words; empty when all does. */
export function mismatches({ missing, unknown, misshapen }: LoadReport): string[] {
  return [...missing.map((name) => `${name} is missing`), ...unknown.map((name) => `${name} is unknown`), ...misshapen];
}

export function loadWeights(
  model: Weighted,
  values: WeightValues,
  { skipMismatch = false }: LoadWeightsOptions = {},
): LoadReport {
  const report = compareWeights(model, values);
  const problems = mismatches(report);
  if (problems.length > 0 && !skipMismatch) {
    throw new UsageError({ subject: model.name, rule: "weights must fit the model", received: problems.join("; ") });
  }
  const fits = new Set(report.loaded);
  for (const weight of model.weights) if (fits.has(weight.name)) weight.tensor.assign(values.get(weight.name)!.data);
  return report;
}
