import { WebGpuDevice, type AnyOp, type Device, type OpCase } from "@tomograd/kernels";
import { DEFAULT_TRAITS, drawCase, shapesOf, traceOp } from "@tomograd/kernels/verify";
import { measureSideBySide, type MeasureOptions, type SideBySide } from "../measure.ts";
import { ComposedCase, type TapedPass } from "./composed-case.ts";
import { PlacedCase, type Pass } from "./placed-case.ts";

/** One pass of one case beside another way to compute it. */
export interface BesideRow extends SideBySide {
  readonly op: string;
  readonly case: string;
  readonly pass: TapedPass | Pass;
  readonly beside: "built-in" | "composition";
}

export interface BesideOptions extends MeasureOptions {
  /** Called with every row as soon as it is there. */
  readonly onBeside?: ((row: BesideRow) => void) | undefined;
}

/**
 * Times the cases tagged `bench` of an op in turns with the ops that it could be put together of, forward alone and with the
 * gradients of a tape; nothing for an op without a composition.
 *
 * @example
 * const [{ ratio }] = await benchComposition(device, myOp); // ratio.median times as long
 */
export async function benchComposition(device: Device, op: AnyOp, options: BesideOptions = {}): Promise<BesideRow[]> {
  const rows: BesideRow[] = [];
  for (const opCase of op.composition ? benchCases(op) : []) {
    const composed = new ComposedCase(device, op, opCase);
    try {
      for (const pass of composed.passes) {
        const sides = [() => composed.recordOp(pass), () => composed.recordComposition(pass)] as const;
        const measured = await measureSideBySide(device, ...sides, options);
        rows.push({ op: op.name, case: opCase.name, pass, beside: "composition", ...measured });
        options.onBeside?.(rows.at(-1)!);
      }
    } finally {
      composed.release();
    }
  }
  return rows;
}

/**
 * Times an op in which something is replaced in turns with the op as it is built in: its cases tagged `bench`, and of these
 * the passes that launch other kernels.
 *
 * @example
 * const replaced = new Replacements({ "relu.forward": mine }).into(ops.relu);
 * const [{ ratio }] = await benchReplaced(device, replaced, ops.relu);
 */
export async function benchReplaced(
  device: Device,
  replaced: AnyOp,
  builtIn: AnyOp,
  options: BesideOptions = {},
): Promise<BesideRow[]> {
  const rows: BesideRow[] = [];
  for (const opCase of benchCases(replaced)) {
    const passes = otherPasses(device, replaced, builtIn, opCase);
    if (passes.length === 0) continue;
    const [mine, theirs] = [replaced, builtIn].map((op) => new PlacedCase(device, op, drawCase(op, opCase)));
    try {
      for (const pass of passes) {
        const sides = [() => mine!.record(pass), () => theirs!.record(pass)] as const;
        const measured = await measureSideBySide(device, ...sides, options);
        rows.push({ op: replaced.name, case: opCase.name, pass, beside: "built-in", ...measured });
        options.onBeside?.(rows.at(-1)!);
      }
    } finally {
      mine!.release();
      theirs!.release();
    }
  }
  return rows;
}

const benchCases = ({ cases }: AnyOp): readonly OpCase[] => cases.filter(({ tags }) => tags?.includes("bench"));

/** The passes in which the two launch different kernels. */
function otherPasses(device: Device, a: AnyOp, b: AnyOp, opCase: OpCase): readonly Pass[] {
  const traits = device instanceof WebGpuDevice ? device.traits : DEFAULT_TRAITS;
  const [ofA, ofB] = [a, b].map((op) => traceOp(op, shapesOf(op, opCase), { traits }));
  return (["forward", "vjp"] as const).filter((pass) => {
    const [inA, inB] = [ofA!, ofB!].map((all) => all.filter((launch) => launch.pass === pass));
    return inA!.length !== inB!.length || inA!.some(({ kernel }, i) => kernel !== inB![i]!.kernel);
  });
}
