import type { AnyOp } from "@tomograd/kernels";
import { openNull, openWebGpu } from "@tomograd/kernels/node";
import { checkOp, Harness, shapesOf, traceOp, workOf } from "@tomograd/kernels/verify";
import type { Fault } from "./fault.ts";

/** Looks for faults on one adapter, as it is or taken for a GPU. */
export class FaultFinder {
  readonly harness: Harness;
  readonly #asGpu: Harness;

  constructor(adapter: string) {
    this.harness = new Harness({ open: async (options) => await openWebGpu({ adapter, ...options }), openNull });
    const traits = { cpu: false };
    const variants = (name: string): boolean => name.startsWith("workgroup");
    this.#asGpu = new Harness({
      open: async (options) => await openWebGpu({ adapter, traits, ...options }),
      openNull,
      variants,
    });
  }

  /**
   * The first failure of an op with a fault in it; undefined where none is found. Small cases come first, so that most faults
   * show at once. Throws where the fault is not in the op any more: its text has changed, or nothing launches the kernel.
   */
  async find({ op, name, change, gpu }: Fault): Promise<string | undefined> {
    let isApplied = false;
    const wrong = change(op, () => (isApplied = true));
    const cases = wrong.cases
      .filter(({ tags }) => !tags?.includes("large"))
      .toSorted((a, b) => work(op, a) - work(op, b));
    const { failures } = await checkOp(gpu ? this.#asGpu : this.harness, { ...wrong, cases }, { bail: true });
    // What the reference alone gives away is found before any kernel is asked for.
    for (const one of isApplied ? [] : cases) traceOp(wrong, shapesOf(op, one));
    if (!isApplied) throw new Error(`${op.name}: nothing to change for "${name}"`);
    return failures[0];
  }

  close(): void {
    this.harness.close();
    this.#asGpu.close();
  }
}

const work = (op: AnyOp, one: AnyOp["cases"][number]): number => workOf(op, shapesOf(op, one));
