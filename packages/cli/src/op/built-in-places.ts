import { shownName } from "@tomograd/data";
import { ops, UsageError, type AnyOp } from "@tomograd/kernels";
import { kernelsOf, type TracedLaunch } from "@tomograd/kernels/verify";
import { nearest } from "../options/nearest.ts";

/** Something built in whose place another may take. */
export interface Place {
  /** The op that has a pass of this name. */
  readonly passOf: AnyOp | undefined;
  /** The ops that launch the kernel of this name. */
  readonly launchedBy: readonly AnyOp[];
  /** For a pass, the names of the kernels that its op launches. */
  readonly kernels: readonly string[];
}

/** Every kernel and every pass of the built-in ops, by name: `conv2d.backwardFilter`, `conv2d.vjp`. */
export function builtInPlaces(): ReadonlyMap<string, Place> {
  const launchedBy = new Map<string, AnyOp[]>();
  const passes = new Map<string, { readonly op: AnyOp; readonly kernels: readonly string[] }>();
  for (const op of Object.values<AnyOp>(ops)) {
    const kernels = [...kernelsOf(op).keys()];
    for (const name of kernels) launchedBy.set(name, [...(launchedBy.get(name) ?? []), op]);
    for (const pass of op.vjp ? ["forward", "vjp"] : ["forward"]) passes.set(`${op.name}.${pass}`, { op, kernels });
  }
  const names = new Set([...launchedBy.keys(), ...passes.keys()]);
  return new Map(
    [...names].map((name) => {
      const { op: passOf, kernels = [] } = passes.get(name) ?? {};
      return [name, { passOf, launchedBy: launchedBy.get(name) ?? [], kernels }];
    }),
  );
}

/** Throws a UsageError with the nearest name for one that is none of these. */
export function placeOf(name: string, places: ReadonlyMap<string, Place>): Place {
  const place = places.get(name);
  if (place) return place;
  const names = [...places.keys()];
  const ofOp = names.filter((one) => one.startsWith(`${name.split(".")[0]}.`));
  const meant = nearest(name, names);
  throw new UsageError({
    subject: "--kernel",
    rule: "must name a kernel as op show does, or <op>.forward or <op>.vjp",
    received: `kernel=${shownName(name)}`,
    advice: meant
      ? `Did you mean ${meant}?`
      : ofOp.length > 0
        ? `There are ${ofOp.join(", ")}`
        : "op list tells the ops",
  });
}

/** A built-in kernel, with all launches that the cases of the ops make. */
export interface BuiltInKernel {
  readonly name: string;
  readonly ops: readonly AnyOp[];
  readonly launches: readonly TracedLaunch[];
}

/** The kernel of that name. Throws a UsageError where there is none, or a pass of several kernels has it. */
export function findKernel(name: string): BuiltInKernel {
  const { launchedBy, kernels } = placeOf(name, builtInPlaces());
  if (launchedBy.length > 0)
    return { name, ops: launchedBy, launches: launchedBy.flatMap((op) => kernelsOf(op).get(name)!) };
  throw new UsageError({
    subject: "--kernel",
    rule: "must name one kernel",
    received: `kernel=${name}`,
    advice: `This pass launches some of ${kernels.join(", ")}`,
  });
}
