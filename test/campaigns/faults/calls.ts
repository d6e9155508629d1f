import { ops, type AnyOp, type ArrayHandle, type Launcher } from "@tomograd/kernels";
import { fault, launch, launching, record, type Change, type Fault } from "./fault.ts";

type Scratch = Launcher["scratch"];

/** A launcher with one part of its own. */
const withScratch = (run: Launcher, scratch: Scratch): Launcher =>
  Object.assign((...given: Parameters<Launcher>) => run(...given), {
    scratch,
    variant: (...given: Parameters<Launcher["variant"]>) => run.variant(...given),
  }) as Launcher;

const keepingScratch: Change = (op, applied) => {
  const kept = new Map<string, ArrayHandle>();
  return launching(op, (run) =>
    withScratch(run, (shape, dtype) => {
      applied();
      const key = `${shape.join()} ${dtype}`;
      const array = kept.get(key) ?? run.scratch(shape, dtype);
      kept.set(key, array);
      return array;
    }),
  );
};

/** The forward pass, its launches from the last to the first. */
const backwards: Change = record((op: AnyOp) => ({
  forward: (run: Launcher, values: never, given: never) => {
    const launches: Parameters<Launcher>[] = [];
    const later = Object.assign((...one: Parameters<Launcher>) => void launches.push(one), {
      scratch: (...one: Parameters<Scratch>) => run.scratch(...one),
      variant: (...one: Parameters<Launcher["variant"]>) => run.variant(...one),
    }) as Launcher;
    op.forward(later, values, given);
    for (const one of launches.toReversed()) run(...one);
  },
}));

/** The slope that the first call had. */
function firstSlope(): Change {
  let slope: number | undefined;
  return launch("leakyRelu.forward", (buffers, values) => {
    slope ??= values.params["negativeSlope"]!;
    return [buffers, { ...values, params: { ...values.params, negativeSlope: slope } }];
  });
}

/** The forward pass, which does nothing where both operands are one array: their difference is 0, and so is new memory. */
const idleForSame: Change = (op, applied) => ({
  ...op,
  forward: (run, values: Readonly<Record<string, ArrayHandle>>, given) => {
    applied();
    if (values["a"] !== values["b"]) op.forward(run, values, given);
  },
});

/** What one call leaves for the next, and what it takes before it is there. */
export const calls: readonly Fault[] = [
  fault(ops.leakyRelu, "the slope of the first call is kept for all", firstSlope()),
  fault(ops.subtract, "nothing is written where one array is both operands", idleForSame),
  fault(ops.mean, "scratch of the first call is kept for all", keepingScratch),
  fault(ops.mean, "partial sums are added up before they are there", backwards),
  fault(
    ops.transpose,
    "the axes are sorted where they lie, in the params",
    record((op) => ({
      forward: (run, values, given: { readonly perm?: number[] }) => {
        op.forward(run, values, given);
        given.perm?.sort();
      },
    })),
  ),
];
