import { ops, read, write, type AnyKernel, type Launcher } from "@tomograd/kernels";
import { fault, kernel, launch, record, text, together, type Buffers, type Fault } from "./fault.ts";

/** Access to arrays: written where they may only be read, read where they are not there, updated in the wrong order. */
export const bindings: readonly Fault[] = [
  fault(
    ops.sigmoidBce,
    "labels are written through a binding to read",
    text("sigmoidBce.forward", "losses[thread] = loss;", "losses[thread] = loss; labels[thread] = 0.0;"),
  ),
  fault(
    ops.relu,
    "the upstream gradient is masked where it lies",
    together(
      kernel("relu.backward", ({ bindings: b }) => ({ bindings: { ...b, gradY: write("vec4f") } })),
      text("relu.backward", "let value =", "gradY[thread] *= vec4f(y[thread] > vec4f());\n  let value ="),
    ),
  ),
  fault(
    ops.multiply,
    "an input is bound for writing, although nothing is written",
    kernel("multiply.forward", ({ bindings: b }) => ({ bindings: { ...b, a: write("vec4f") } })),
  ),
  fault(
    ops.dense,
    "the output is bound for reading",
    kernel("dense.finish", ({ bindings: b }) => ({ bindings: { ...b, y: read("f32") } })),
  ),
  fault(
    ops.adam,
    "the update reads its input beside its output, which works out of place only",
    together(
      kernel("adam.update", ({ bindings: b }) => ({ bindings: { ...b, param: read("vec4f") } })),
      record((op) => ({
        forward: (run, values: Buffers, given) => {
          const beside = Object.assign(
            (one: AnyKernel, buffers: Buffers, rest: never) =>
              run(one, { ...buffers, param: values["param"] } as never, rest),
            {
              scratch: (...shape: Parameters<Launcher["scratch"]>) => run.scratch(...shape),
              variant: (...one: Parameters<Launcher["variant"]>) => run.variant(...one),
            },
          ) as Launcher;
          op.forward(beside, values, given);
        },
      })),
    ),
  ),
  fault(
    ops.batchNorm,
    "the moving variance is merged into the moving mean",
    launch("batchNorm.merge", (buffers, values) => [
      {
        ...buffers,
        newMovingMean: buffers["newMovingVariance"],
        newMovingVariance: buffers["newMovingMean"],
      },
      values,
    ]),
  ),
  fault(
    ops.sigmoidBce,
    "the weights of samples are not bound",
    launch("sigmoidBce.forward", (buffers, values) => [{ ...buffers, sampleWeight: undefined }, values]),
  ),
];
