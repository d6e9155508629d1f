import { formatShape, ShapeError, type Shape } from "@tomograd/kernels";

/** Throws a ShapeError unless all inputs have one shape: nothing is broadcast. */
export function requireSameShapes(subject: string, inputs: readonly Shape[]): Shape {
  const [first] = inputs;
  if (first && inputs.every((shape) => shape.join() === first.join())) return first;
  throw new ShapeError({
    subject,
    rule: "all inputs must have one shape",
    received: `inputs=${inputs.map(formatShape).join(" and ")}`,
  });
}
