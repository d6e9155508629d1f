import { InputError, sizeOf, TomogradError, type AnyOp, type NdArray, type Shape } from "@tomograd/kernels";
import { isDifferentiable } from "@tomograd/kernels/verify";
import { told } from "./load-module.ts";

type Arrays = Readonly<Record<string, NdArray>>;

/**
 * An op of a module whose functions say themselves, by an InputError, that they throw, or give something else than they
 * must: that is the module's doing, and no bug of the program's.
 */
export function ownOp(op: AnyOp): AnyOp {
  const { reference } = op;
  const call = <T>(what: string, work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof TomogradError) throw cause;
      throw new InputError({ subject: op.name, rule: `its ${what} must not throw, but does: ${told(cause)}`, cause });
    }
  };
  const require = (isSo: boolean, what: string, rule: string, received: string): void => {
    if (!isSo) throw new InputError({ subject: op.name, rule: `its ${what} must give ${rule}`, received });
  };
  const requireArrays = (what: string, given: unknown, names: readonly string[]): void => {
    const arrays = (given ?? {}) as Arrays;
    for (const name of names) require(isArray(arrays[name]), what, `${name} as ndArray makes it`, keysOf(given, name));
  };
  return {
    ...op,
    shape: (shapes, params) => {
      const given = call("shape rule", () => op.shape(shapes, params));
      for (const name of Object.keys(op.outputs)) {
        const shape: unknown = (given as typeof given | undefined)?.[name];
        require(isShape(shape), "shape rule", `${name} a shape of whole numbers`, keysOf(given, name));
      }
      const other = Object.keys(given).find((name) => !op.outputs[name]);
      require(other === undefined, "shape rule", "shapes of outputs alone", String(other));
      return given;
    },
    forward: (run, values, params) => call("forward", () => op.forward(run, values, params)),
    ...(op.vjp && {
      vjp: (run, values, upstream, wanted, params) => call("vjp", () => op.vjp!(run, values, upstream, wanted, params)),
    }),
    reference: {
      forward: (inputs, params) => {
        const what = "reference.forward";
        const given = call(what, () => reference.forward(inputs, params));
        requireArrays(what, given, Object.keys(op.outputs));
        return given;
      },
      ...(reference.vjp && {
        vjp: (values, upstream, params, shapes: Readonly<Record<string, Shape | undefined>>) => {
          const what = "reference.vjp";
          const given = call(what, () => reference.vjp!(values, upstream, params, shapes));
          const names = Object.keys(shapes).filter((name) => shapes[name] && isDifferentiable(op.inputs[name]));
          requireArrays(what, given, names);
          return given;
        },
      }),
    },
    accumulation: (shapes, params) => {
      const given: unknown = call("accumulation", () => op.accumulation(shapes, params));
      require(typeof given === "number" && !Number.isNaN(given), "accumulation", "a number", String(given));
      return given as number;
    },
  };
}

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((extent) => Number.isSafeInteger(extent) && extent >= 0);

const isArray = (value: unknown): boolean => {
  const { shape, data } = (value ?? {}) as Partial<NdArray>;
  return isShape(shape) && data instanceof Float64Array && data.length === sizeOf(shape);
};

/** What there is in the place of something, in a few words. */
function keysOf(given: unknown, name: string): string {
  if (typeof given !== "object" || given === null) return String(given);
  const value = (given as Readonly<Record<string, unknown>>)[name];
  if (value === undefined) return `nothing of that name, but ${Object.keys(given).join(",") || "none"}`;
  const text = JSON.stringify(value) as string | undefined;
  return `${name}=${(text ?? typeof value).slice(0, 60)}`;
}
