import { savedNames, type AnyOp } from "../op/any-op.ts";
import { shapesOf } from "./case-shapes.ts";
import { traceOp } from "./trace-op.ts";

type Values = Readonly<Record<string, unknown>>;

/** Complains about arrays whose memory an op keeps from the forward pass to the vjp, although the vjp reads them in no case. */
export function unreadSaves(op: AnyOp): string[] {
  const saved = new Set<string>();
  const read = new Set<string>();
  const noted = (values: Values): Values =>
    new Proxy(values, { get: (all, name) => (read.add(String(name)), Reflect.get(all, name)) });
  const own: AnyOp = {
    ...op,
    ...(op.vjp && { vjp: (run, values: Values, ...rest) => op.vjp!(run, noted(values), ...rest) }),
  };
  for (const opCase of op.cases) {
    const shapes = shapesOf(op, opCase);
    savedNames(op, shapes.params).forEach((name) => saved.add(name));
    traceOp(own, shapes);
  }
  return [...saved]
    .filter((name) => !read.has(name))
    .map(
      (name) =>
        `saves names ${name}, which the vjp reads in no case: leave it out, and its memory is free after the forward pass`,
    );
}
