import { TimeoutError } from "../errors.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import { sizeOf, type Shape } from "../shape.ts";
import { shapesOf } from "./case-shapes.ts";
import { checkOne } from "./check-one.ts";
import type { Harness } from "./harness.ts";
import { messageOf } from "./message-of.ts";

export interface FailedCase {
  readonly opCase: OpCase;
  readonly seed: number | undefined;
  readonly failures: readonly string[];
}

type Inputs = OpCase["inputs"];
const MOST_TRIES = 30;

/**
 * The smallest shapes that fail like one of the failed cases, the smallest of them: extents shrink one at a time, or all that
 * are equal together, as long as the op takes the shapes and the same kind of failure stays. The values are drawn from the
 * seed of that case, so the result is the same every time. What is too large to compare is compiled alone here as well.
 */
export async function smallestFailure(
  harness: Harness,
  op: AnyOp,
  failed: readonly FailedCase[],
  isCompiledOnly: (opCase: OpCase) => boolean,
): Promise<Pick<OpCase, "inputs" | "params">> {
  const { opCase, seed, failures } = failed.toSorted(
    (a, b) => elements(a.opCase.inputs) - elements(b.opCase.inputs),
  )[0]!;
  const kind = kindOf(failures[0]!, opCase.name);
  let smallest = opCase;
  let tries = 0;
  const fails = async (candidate: OpCase): Promise<boolean> => {
    tries += 1;
    try {
      const compileOnly = isCompiledOnly(candidate);
      const report = await checkOne(harness, op, candidate, { seed, bail: true, compileOnly });
      return report.failures.some((failure) => kindOf(failure, candidate.name) === kind);
    } catch (error) {
      if (error instanceof TimeoutError) throw error;
      return kindOf(`${candidate.name}: ${messageOf(error)}`, candidate.name) === kind;
    }
  };
  const shrink = async (): Promise<boolean> => {
    for (const inputs of smallerThan(smallest.inputs)) {
      const candidate = { ...smallest, inputs };
      if (tries >= MOST_TRIES) return false;
      if (!isTaken(op, candidate) || !(await fails(candidate))) continue;
      smallest = candidate;
      return true;
    }
    return false;
  };
  while (await shrink());
  const { inputs, params } = smallest;
  return params && Object.keys(params).length > 0 ? { inputs, params } : { inputs };
}

/** A failure without its numbers, places and variants. */
const kindOf = (failure: string, name: string): string =>
  failure
    .replace(`${name}: `, "")
    .replace(/ \([^()]*\)$/, "")
    .replaceAll(/\[[^\]]*\]/g, "")
    .replaceAll(/-?\b(?:\d[\d.e+-]*|NaN|Infinity)\b/g, "#");

const elements = (inputs: Inputs): number => Object.values(inputs).reduce((sum, shape) => sum + sizeOf(shape), 0);

/** The smallest first: an extent becomes 1, half, or one less. */
function* smallerThan(inputs: Inputs): Generator<Inputs> {
  const extents = [...new Set(Object.values(inputs).flat())].filter((extent) => extent > 1).sort((a, b) => b - a);
  for (const extent of extents) {
    for (const smaller of new Set([1, Math.floor(extent / 2), extent - 1])) {
      yield mapShapes(inputs, (shape) => shape.map((one) => (one === extent ? smaller : one)));
      for (const [name, shape] of Object.entries(inputs))
        for (const [axis, one] of shape.entries())
          if (one === extent) yield { ...inputs, [name]: shape.with(axis, smaller) };
    }
  }
}

const mapShapes = (inputs: Inputs, map: (shape: Shape) => Shape): Inputs =>
  Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, map(shape)]));

function isTaken(op: AnyOp, candidate: OpCase): boolean {
  try {
    shapesOf(op, candidate);
    return true;
  } catch {
    return false;
  }
}
