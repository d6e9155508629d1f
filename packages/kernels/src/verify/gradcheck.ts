import { InputError } from "../errors.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import { ndArray, type NdArray } from "../op/nd-array.ts";
import { sizeOf, type Shape } from "../shape.ts";
import { largest, requireOfReference } from "./expect-case.ts";
import { drawApart, drawCase, gradientShapes, isDifferentiable, type DrawnCase } from "./draw-case.ts";
import { seededRandom } from "./random.ts";
import { savedValues } from "./saved-values.ts";
import { GRADCHECK } from "./tolerances.ts";
import { workOf } from "./case-shapes.ts";

/** The reference's gradient of one input against central differences. */
export interface GradientError {
  readonly input: string;
  readonly shape: Shape;
  /** Elements differenced one by one; a random direction through all of them is checked as well. */
  readonly checked: number;
  readonly maxError: number;
  /** What the error may be where it is worst, measured in its own bound. */
  readonly bound: number;
  /** The element, or "direction". */
  readonly worst: { readonly index: number | "direction"; readonly analytic: number; readonly numeric: number };
  readonly ok: boolean;
}

export interface GradcheckOptions {
  readonly seed?: number;
  /** Elements of each input that are differenced one by one; all of them where there are fewer. */
  readonly samples?: number;
}

const DEFAULT_SAMPLES = 48;
/** Multiplications after which fewer samples are taken. */
const WORK = 4e6;

/**
 * Checks the vjp of an op's reference by central differences of its forward pass, both in float64:
 * `(f(x + h) - f(x - h)) / 2h` with `f = sum(u * y)` for random `u`, over all differentiable outputs.
 *
 * @example
 * const errors = gradcheckReference(ops.relu, ops.relu.cases[0]);
 * if (errors.some(({ ok }) => !ok)) throw new Error("wrong gradient");
 */
export function gradcheckReference(op: AnyOp, opCase: OpCase, options: GradcheckOptions = {}): GradientError[] {
  if (!op.reference.vjp) return [];
  const drawn = pulledApart(op, opCase, drawCase(op, opCase, options.seed));
  if (Object.keys(drawn.upstream).length === 0) return [];
  const outputs = op.reference.forward(drawn.inputs, drawn.params);
  for (const [name, shape] of Object.entries(drawn.outputShapes)) requireOfReference(op, name, outputs[name], shape);
  const values = savedValues(op, drawn.params, { ...drawn.inputs, ...outputs });
  const gradients = op.reference.vjp(values, drawn.upstream, drawn.params, gradientShapes(drawn));
  const affordable = Math.max(2, Math.floor(WORK / (2 * workOf(op, drawn))));
  const samples = options.samples ?? Math.min(DEFAULT_SAMPLES, affordable);
  const noise =
    GRADCHECK.absolute + GRADCHECK.rounding * Math.max(...Object.values(outputs).map(({ data }) => largest(data)));
  return Object.entries(drawn.inputs)
    .filter(([name, { shape }]) => isDifferentiable(op.inputs[name]) && sizeOf(shape) > 0)
    .map(([name, array]) => {
      const gradient = gradients[name];
      if (!gradient || gradient.data.length !== array.data.length)
        throw new InputError({
          subject: op.name,
          rule: `the reference's vjp must give a gradient of ${name}'s shape`,
          received: gradient ? `shape=[${gradient.shape.join()}]` : "nothing",
        });
      return checkInput(op, drawn, name, gradient, { samples, noise });
    });
}

function checkInput(
  op: AnyOp,
  drawn: DrawnCase,
  name: string,
  gradient: NdArray,
  { samples, noise }: { readonly samples: number; readonly noise: number },
): GradientError {
  const { shape, data: x } = drawn.inputs[name]!;
  const random = seededRandom(drawn.seed ^ x.length);
  const chosen = sampleIndices(x.length, samples, random);
  let result = {
    ratio: -1,
    maxError: 0,
    bound: 0,
    worst: { index: 0 as number | "direction", analytic: 0, numeric: 0 },
  };
  const judge = (index: number | "direction", analytic: number, numeric: number): void => {
    const maxError = Math.abs(analytic - numeric);
    const bound = noise + GRADCHECK.relative * Math.abs(analytic);
    const ratio = Number.isNaN(maxError) ? Infinity : maxError / bound;
    if (ratio > result.ratio) result = { ratio, maxError, bound, worst: { index, analytic, numeric } };
  };
  const projected = projectedForward(op, drawn, name);
  for (const index of chosen) {
    const size = Math.max(1, Math.abs(x[index]!));
    judge(
      index,
      gradient.data[index]!,
      projected((moved, sign) => (moved[index]! += sign * GRADCHECK.step * size)) / size,
    );
  }
  const unit = 1 / Math.sqrt(x.length);
  const direction = x.map((value) => (random() < 0.5 ? -unit : unit) * Math.max(1, Math.abs(value)));
  const along = direction.reduce((sum, part, i) => sum + part * gradient.data[i]!, 0);
  judge(
    "direction",
    along,
    projected((moved, sign) => direction.forEach((part, i) => (moved[i]! += sign * GRADCHECK.step * part))),
  );
  const { ratio, ...worst } = result;
  return { input: name, shape, checked: chosen.length, ...worst, ok: ratio <= 1 };
}

/** The central difference of `sum(u * y)` when `move` displaces one input; differences are summed, not outputs, so that large ones do not swallow the change. */
function projectedForward(
  op: AnyOp,
  drawn: DrawnCase,
  name: string,
): (move: (moved: Float64Array, sign: number) => void) => number {
  const { shape, data } = drawn.inputs[name]!;
  const at = (move: (moved: Float64Array, sign: number) => void, sign: number): Record<string, NdArray> => {
    const moved = data.slice();
    move(moved, sign);
    return op.reference.forward({ ...drawn.inputs, [name]: { shape, data: moved } }, drawn.params);
  };
  return (move) => {
    const above = at(move, 1);
    const below = at(move, -1);
    let sum = 0;
    for (const [output, { data: weights }] of Object.entries(drawn.upstream)) {
      const [high, low] = [above[output]!.data, below[output]!.data];
      for (let i = 0; i < weights.length; i += 1) sum += weights[i]! * (high[i]! - low[i]!);
    }
    return sum / (2 * GRADCHECK.step);
  };
}

/**
 * Filled inputs may hold equal values (ties of a pool) or zeros, where no derivative exists: each is moved a little towards
 * zero, by a share of its own. That keeps signs and ranges; the default draw is apart already.
 */
function pulledApart(op: AnyOp, opCase: OpCase, drawn: DrawnCase): DrawnCase {
  const random = seededRandom(drawn.seed ^ 0xa9a7);
  const move = ([name, array]: [string, NdArray]): [string, NdArray] => {
    if (!opCase.fill?.[name] || !isDifferentiable(op.inputs[name])) return [name, array];
    const shares = drawApart(array.data.length, 0, random).map((value) => (value + 1) * 0.005);
    return [
      name,
      ndArray(
        array.shape,
        array.data.map((value, i) => (value === 0 ? shares[i]! : value * (1 - shares[i]!))),
      ),
    ];
  };
  return { ...drawn, inputs: Object.fromEntries(Object.entries(drawn.inputs).map(move)) };
}

/** All indices where they fit, else the first, the last and a random choice between. */
function sampleIndices(size: number, samples: number, random: () => number): number[] {
  if (size <= samples) return Array.from({ length: size }, (_, i) => i);
  const chosen = new Set([0, size - 1]);
  while (chosen.size < samples) chosen.add(Math.floor(random() * size));
  return [...chosen];
}
