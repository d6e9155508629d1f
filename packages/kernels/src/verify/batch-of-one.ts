import { batchNames, type AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import type { Shape } from "../shape.ts";
import { shapesOf } from "./case-shapes.ts";
import { traceOp } from "./trace-op.ts";

/**
 * The case with one sample instead of several: the leading extent of the first input becomes 1, and where the op then
 * refuses, that of every input with as many samples (labels, weights). Where the op says by shapes and params what runs
 * along the batch, that is shortened. Undefined where there is no batch to shorten.
 */
export function batchOfOne(op: AnyOp, opCase: OpCase): OpCase | undefined {
  const [first] = Object.keys(opCase.inputs);
  const samples = first === undefined ? undefined : opCase.inputs[first]![0];
  if (samples === undefined || samples === 1 || opCase.inputs[first!]!.length < 2) return undefined;
  const named = namedBatch(op, opCase);
  if (named && !named.includes(first!)) return undefined;
  const shortened = (all: boolean): OpCase => ({
    ...opCase,
    name: `${opCase.name}, batch of 1`,
    inputs: Object.fromEntries(
      Object.entries(opCase.inputs).map(([name, shape]): [string, Shape] => [
        name,
        named?.includes(name) || name === first || (all && shape[0] === samples) ? [1, ...shape.slice(1)] : shape,
      ]),
    ),
  });
  return [shortened(false), shortened(true)].find((candidate) => accepts(op, candidate));
}

/** Complains about kernels whose constants change with the batch size alone: each short batch would compile them again. */
export function constantsWithBatch(op: AnyOp, opCase: OpCase, single: OpCase): string[] {
  const others = Object.keys(opCase.inputs).slice(1);
  if (others.some((name) => opCase.inputs[name]!.join() !== single.inputs[name]!.join())) return [];
  const keys = (from: OpCase): Set<string> =>
    new Set(
      traceOp(op, shapesOf(op, from)).map(({ kernel, constants }) => `${kernel.name} ${JSON.stringify(constants)}`),
    );
  const known = keys(opCase);
  return [...keys(single)]
    .filter((key) => !known.has(key))
    .map((key) => `${opCase.name}: constants change with the batch size: ${key}`);
}

function namedBatch(op: AnyOp, opCase: OpCase): readonly string[] | undefined {
  if (typeof op.batch !== "function") return op.batch;
  const { shapes, params } = shapesOf(op, opCase);
  return batchNames(op, shapes, params);
}

function accepts(op: AnyOp, candidate: OpCase): boolean {
  try {
    shapesOf(op, candidate);
    return true;
  } catch {
    return false;
  }
}
