import { ShapeError } from "../errors.ts";
import { formatShape, sameShape, type Shape } from "../shape.ts";
import type { AnyOp } from "./any-op.ts";
import type { ArrayHandle } from "./launcher.ts";

/** Shapes of an op's outputs for these inputs, after checking that the names, the dtypes and the rule of the op hold. */
export function outputShapes(
  op: AnyOp,
  inputs: Readonly<Record<string, ArrayHandle | undefined>>,
  params: object,
): Record<string, Shape> {
  for (const [name, array] of Object.entries(inputs)) {
    const spec = op.inputs[name];
    if (!spec)
      throw new ShapeError({
        subject: op.name,
        rule: "has no such input",
        received: `input=${name}`,
        advice: `Inputs: ${Object.keys(op.inputs).join(", ")}`,
      });
    const dtype = spec.dtype ?? "f32";
    if (array && array.dtype !== dtype)
      throw new ShapeError({ subject: op.name, rule: `${name} must be ${dtype}`, received: `dtype=${array.dtype}` });
  }
  const shapes: Record<string, Shape> = {};
  for (const [name, spec] of Object.entries(op.inputs)) {
    const array = inputs[name];
    if (array) shapes[name] = array.shape;
    else if (!spec.optional)
      throw new ShapeError({ subject: op.name, rule: `input ${name} must be given`, received: `${name}=nothing` });
  }
  return op.shape(shapes, params);
}

/** Throws unless `array`, if given, has the shape that the op's rule asks for. */
export function requireShape(subject: string, name: string, array: ArrayHandle | undefined, shape: Shape): void {
  if (array && !sameShape(array.shape, shape)) {
    throw new ShapeError({
      subject,
      rule: `${name} must have shape ${formatShape(shape)}`,
      received: `${name}=${formatShape(array.shape)}`,
    });
  }
}
