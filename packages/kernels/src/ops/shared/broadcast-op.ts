import { type InputSpec, type Op, type OpCase } from "../../op/define-op.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { broadcastFuzz } from "./broadcast-cases.ts";
import { broadcastReference, type ElementReference } from "./broadcast-reference.ts";
import { elementFunction } from "./element-function.ts";
import { broadcastShapes, sharingFirstAxis } from "./strides.ts";

interface BroadcastOp<In extends string> {
  readonly name: string;
  readonly summary: string;
  readonly formula: string;
  readonly inputs: Readonly<Record<In, InputSpec>>;
  /** Functions that the expressions call; `T` is f32 or vec4f. */
  readonly declarations?: string;
  /** WGSL of y, a T, of the Ts named as the inputs. */
  readonly y: string;
  /** WGSL of the gradients, before they are summed over repetitions, of `gradY` and what is saved; none for a y without a derivative. */
  readonly gradients?: Readonly<Partial<Record<In, string>>>;
  readonly saves?: readonly NoInfer<In>[];
  readonly reference: ElementReference<In>;
  readonly cases: readonly OpCase[];
  /** How fuzzed inputs are drawn. */
  readonly fill?: NonNullable<OpCase["fill"]>;
}

/**
 * Declares an op that computes `y = f(a, b, …)` element by element over inputs that are broadcast by NumPy's rule: shapes
 * are aligned at the last axis, and an input is repeated along axes that it lacks or has once. The gradient of such an
 * input is the sum over its repetitions.
 *
 * @example
 * const squares = broadcastOp({ name: "squares", summary: "Sum of two squares.", formula: "y = a^2 + b^2", inputs: operands,
 *   y: "a * a + b * b", gradients: { a: "2.0 * a * gradY", b: "2.0 * b * gradY" }, saves: ["a", "b"], cases: binaryCases(),
 *   reference: { y: ({ a, b }) => a * a + b * b, derivatives: { a: ({ a }) => 2 * a, b: ({ b }) => 2 * b } } });
 */
export function broadcastOp<const In extends string>(spec: BroadcastOp<In>): Op<In, "y", {}> {
  const { name, inputs, gradients, saves = [] } = spec;
  const names = Object.keys(inputs) as In[];
  const forward = elementFunction(`${name}.forward`, names, spec.y, spec.declarations);
  const backward = names.flatMap((input) => {
    const expression = gradients?.[input];
    if (expression === undefined) return [];
    const used = saves.filter((saved) => new RegExp(`\\b${saved}\\b`).test(expression));
    const pass = `${name}.backward${input[0]!.toUpperCase()}${input.slice(1)}`;
    return [{ input, used, run: elementFunction(pass, ["gradY", ...used], expression, spec.declarations) }];
  });
  const describe = "the shape that all are broadcast to";
  const op: Op<In, "y", {}> = {
    name,
    summary: spec.summary,
    formula: spec.formula,
    inputs,
    outputs: { y: gradients ? { describe } : { describe, differentiable: false, exact: true } },
    params: {},
    shape: (shapes) => ({ y: broadcastShapes(name, shapes) }),
    batch: (shapes) => (shapes.y ? sharingFirstAxis(shapes, shapes.y) : []) as (In | "y")[],
    saves,
    forward: (run, values) => forward(run, values, values.y, values.y.shape),
    reference: broadcastReference(name, names, spec.reference, saves),
    accumulation: (shapes) => {
      const space = shapes["y"]!;
      return Math.max(...names.map((one) => sizeOf(space) / sizeOf(shapes[one] as Shape)));
    },
    cases: spec.cases,
    fuzz: broadcastFuzz(names, spec.fill),
  };
  if (!gradients) return op;
  return {
    ...op,
    vjp: (run, values, { y: gradY }, wanted) => {
      if (!gradY) return;
      for (const { input, used, run: differentiate } of backward) {
        const gradient = wanted[input];
        const given = Object.fromEntries(used.map((one) => [one, values[one]]));
        if (gradient) differentiate(run, { ...given, gradY } as never, gradient, gradY.shape);
      }
    },
  };
}
