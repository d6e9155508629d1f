import type { AnyKernel, AnyOp, ArrayHandle, Launcher } from "@tomograd/kernels";

/** Makes an op wrong; `applied` is to be called whenever what it changes is there. */
export type Change = (op: AnyOp, applied: () => void) => AnyOp;

/** One mistake that somebody could make in one of the built-in ops. */
export interface Fault {
  readonly op: AnyOp;
  readonly name: string;
  readonly change: Change;
  /** In a variant for GPUs: software drivers run it only when they are taken for one. */
  readonly gpu?: boolean;
}

interface Values {
  readonly constants: Readonly<Record<string, number | boolean>>;
  readonly params: Readonly<Record<string, number>>;
}
export type Buffers = Readonly<Record<string, ArrayHandle | undefined>>;

export const fault = (op: AnyOp, name: string, change: Change): Fault => ({ op, name, change });

export const gpuFault = (op: AnyOp, name: string, change: Change): Fault => ({ op, name, change, gpu: true });

/** Other text in the WGSL of a kernel, where it first occurs; of one variant, or of all that have it. */
export const text =
  (name: string, from: string, to: string, only?: string): Change =>
  (op, applied) =>
    kernel(name, (original) => {
      const changed =
        (part: AnyKernel["body"]): AnyKernel["body"] =>
        (context) => {
          const source = part(context);
          const isMeant = only === undefined || original.variants[only] === context.variant;
          if (!isMeant || !source.includes(from)) return source;
          applied();
          return source.replace(from, () => to);
        };
      return {
        body: changed((context) => original.body(context)),
        declarations: changed((context) => original.declarations?.(context) ?? ""),
      };
    })(op, () => undefined);

/** Other fields of a kernel. */
export const kernel =
  (name: string, change: (kernel: AnyKernel) => Partial<AnyKernel>): Change =>
  (op, applied) => {
    const changed = new Map<AnyKernel, AnyKernel>();
    return launching(op, (run) => {
      const swap = (original: AnyKernel): AnyKernel => {
        if (original.name !== name) return original;
        let other = changed.get(original);
        if (!other) changed.set(original, (other = { ...original, ...change(original) }));
        applied();
        return other;
      };
      const launch = (original: AnyKernel, buffers: Buffers, values: Values): void =>
        run(swap(original), buffers as never, values);
      return Object.assign(launch, {
        scratch: (...given: Parameters<Launcher["scratch"]>) => run.scratch(...given),
        variant: (...[original, constants]: Parameters<Launcher["variant"]>) => run.variant(swap(original), constants),
      }) as Launcher;
    });
  };

/** Another number of threads, of the params and the number that is right. */
export const threads = (name: string, count: (params: Values["params"], right: number) => number): Change =>
  kernel(name, (original) => ({
    grid: (context) => {
      const right = original.grid(context) as { readonly threads: number };
      return { threads: count(context.params, right.threads) };
    },
  }));

/** Other arrays, constants or params for a kernel; nothing leaves the launch out. */
export const launch =
  (name: string, change: (buffers: Buffers, values: Values) => readonly [Buffers, Values] | undefined): Change =>
  (op, applied) =>
    launching(op, (run) => {
      const other = (original: AnyKernel, buffers: Buffers, values: Values): void => {
        if (original.name !== name) return run(original, buffers as never, values);
        applied();
        const changed = change(buffers, values);
        if (changed) run(original, changed[0] as never, changed[1]);
      };
      return Object.assign(other, {
        scratch: (...given: Parameters<Launcher["scratch"]>) => run.scratch(...given),
        variant: (...given: Parameters<Launcher["variant"]>) => run.variant(...given),
      }) as Launcher;
    });

/** Other params for a kernel. */
export const params = (name: string, change: (params: Values["params"]) => Values["params"]): Change =>
  launch(name, (buffers, values) => [buffers, { ...values, params: change(values.params) }]);

/** Other fields of the op's record. */
export const record =
  (change: (op: AnyOp) => Partial<AnyOp>): Change =>
  (op, applied) => {
    applied();
    return { ...op, ...change(op) };
  };

/** Several changes that are one mistake. */
export const together =
  (...changes: readonly Change[]): Change =>
  (op, applied) => {
    const missing = new Set(changes);
    const done = (change: Change) => (): void => {
      missing.delete(change);
      if (missing.size === 0) applied();
    };
    return changes.reduce((changed, change) => change(changed, done(change)), op);
  };

/** Its forward pass and its vjp with a launcher of our own. */
export function launching(op: AnyOp, wrap: (run: Launcher) => Launcher): AnyOp {
  return {
    ...op,
    forward: (run, values, given) => op.forward(wrap(run), values, given),
    ...(op.vjp && {
      vjp: (run, values, upstream, wanted, given) => op.vjp!(wrap(run), values, upstream, wanted, given),
    }),
  };
}
