import { UsageError } from "../errors.ts";
import type { AnyKernel, Constants } from "../kernel/define-kernel.ts";
import type { AnyOp } from "./any-op.ts";
import type { ArrayHandle, Launcher } from "./launcher.ts";
import { requireSameKernel, requireSameOp } from "./same-interface.ts";

/** What takes the place of something built in: a kernel, or an op of which one pass is meant. */
export type Replacement = AnyKernel | AnyOp;

const PASS = /^(.+)\.(forward|vjp)$/;

/**
 * Runs kernels of one's own in the place of others: each by the name of the kernel whose bindings and params it has, such as
 * `conv2d.forward`, or, for an op, by `<op>.forward` or `<op>.vjp`, the pass whose inputs, outputs and params it has.
 *
 * Throws a UsageError that says which binding, param, input or output differs, for an op without the pass at once, for
 * everything else when it would run for the first time.
 *
 * @example
 * const replacements = new Replacements({ "relu.forward": myKernel });
 * const report = await checkOp(harness, replacements.into(ops.relu)); // one op
 * const device = await openWebGpu({ replace: replacements.into }); // everything that a device runs
 * console.log(replacements.idle); // what nothing has launched
 */
export class Replacements {
  readonly #kernels = new Map<string, AnyKernel>();
  readonly #passes = new Map<string, AnyOp>();
  readonly #launched = new Set<string>();
  readonly #checked = new WeakSet<AnyKernel>();
  readonly #ops = new WeakMap<AnyOp, AnyOp>();

  constructor(named: Readonly<Record<string, Replacement>>) {
    for (const [name, replacement] of Object.entries(named)) {
      if ("bindings" in replacement) this.#kernels.set(name, replacement);
      else this.#passes.set(requirePass(name, replacement), replacement);
    }
  }

  /** The kernels among them. */
  get kernels(): ReadonlySet<AnyKernel> {
    return new Set(this.#kernels.values());
  }

  /** The names of those that nothing has launched so far. */
  get idle(): readonly string[] {
    return [...this.#kernels.keys(), ...this.#passes.keys()].filter((name) => !this.#launched.has(name));
  }

  /** The op with everything replaced that it runs; the same each time, and for one that went through already itself. */
  readonly into = (op: AnyOp): AnyOp => {
    let replaced = this.#ops.get(op);
    if (!replaced) {
      replaced = this.#replaced(op);
      this.#ops.set(op, replaced).set(replaced, replaced);
    }
    return replaced;
  };

  #replaced(op: AnyOp): AnyOp {
    const [forward, vjp] = ["forward", "vjp"].map((pass) => this.#passes.get(`${op.name}.${pass}`));
    for (const own of [forward, vjp]) if (own) requireSameOp(op, own);
    const launched = (pass: string): void => void this.#launched.add(`${op.name}.${pass}`);
    return {
      ...op,
      forward: (run, values, params) => {
        if (forward) launched("forward");
        (forward ?? op).forward(this.#launcher(run), values, params);
      },
      ...(op.vjp && {
        vjp: (run, values, upstream, wanted, params) => {
          if (vjp) launched("vjp");
          (vjp ?? op).vjp!(this.#launcher(run), values, upstream, wanted, params);
        },
      }),
    };
  }

  #launcher(run: Launcher): Launcher {
    const launch = (kernel: AnyKernel, arrays: Record<string, ArrayHandle>, values: Parameters<Launcher>[2]): void => {
      if (this.#kernels.has(kernel.name)) this.#launched.add(kernel.name);
      run(this.#kernel(kernel), arrays, values);
    };
    return Object.assign(launch, {
      scratch: run.scratch.bind(run),
      variant: (kernel: AnyKernel, constants: Constants): unknown => run.variant(this.#kernel(kernel), constants),
    }) as Launcher;
  }

  #kernel(kernel: AnyKernel): AnyKernel {
    const own = this.#kernels.get(kernel.name);
    if (!own) return kernel;
    if (!this.#checked.has(kernel)) requireSameKernel(kernel, own);
    this.#checked.add(kernel);
    return own;
  }
}

function requirePass(name: string, op: AnyOp): string {
  const [, , pass] = PASS.exec(name) ?? [];
  const refuse = (rule: string, advice: string): never => {
    throw new UsageError({ subject: name, rule, received: `op=${op.name}`, advice });
  };
  if (!pass) refuse("an op takes the place of a pass", "Name it <op>.forward or <op>.vjp, or replace it by a kernel");
  if (pass === "vjp" && !op.vjp) refuse("the op in its place must have a vjp", "Give it one");
  return name;
}
