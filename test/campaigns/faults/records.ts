import { ops, type NdArray } from "@tomograd/kernels";
import { fault, record, text, together, type Change, type Fault } from "./fault.ts";

/** What the reference's forward pass gives, changed. */
const forward = (change: (outputs: Record<string, NdArray>, inputs: Record<string, NdArray>) => void): Change =>
  record(({ reference: own }) => ({
    reference: {
      ...own,
      forward: (inputs: Record<string, NdArray>, given: unknown) => {
        const outputs = own.forward(inputs, given);
        change(outputs, inputs);
        return outputs;
      },
    },
  }));

/** Records that say something that is not so. */
export const records: readonly Fault[] = [
  fault(
    ops.conv2d,
    "the output, which relu's gradient reads, is not saved",
    record(() => ({ saves: ["x", "filter"] })),
  ),
  fault(
    ops.sigmoidBce,
    "the weights of samples are not saved",
    record(() => ({ saves: ["logits", "labels"] })),
  ),
  fault(
    ops.exp,
    "the output is saved, which its gradient computes anew",
    record(() => ({ saves: ["x", "y"] })),
  ),
  fault(
    ops.flatten,
    "the shape rule puts the channels in front",
    record(() => ({
      shape: ({ x: [N, C, ...space] }: { x: number[] }) => ({ y: [N! * C!, space.reduce((a, b) => a * b, 1)] }),
    })),
  ),
  fault(
    ops.concatenate,
    "the shape rule forgets b",
    record(() => ({ shape: ({ a }: { a: number[] }) => ({ y: a }) })),
  ),
  fault(
    ops.globalAveragePool2d,
    "the shape rule keeps an element too many, which reference and kernel leave as it was",
    record((op) => ({
      shape: (shapes, given) => ({ y: op.shape(shapes, given)["y"]!.map((extent, axis) => extent + axis) }),
    })),
  ),
  fault(
    ops.sum,
    "the longest sum has no number",
    together(
      text("shared.sumFinish", "params.factor * sum", "1.5 * params.factor * sum"),
      record(() => ({ accumulation: ({ x }) => x![9]! })),
    ),
  ),
  fault(
    ops.negative,
    "there are no cases",
    record(() => ({ cases: [], fuzz: undefined as never })),
  ),
  fault(
    ops.square,
    "fuzzed shapes come from Math.random",
    record(() => ({ fuzz: () => ({ inputs: { x: [1 + Math.floor(Math.random() * 1000)] } }) })),
  ),
  fault(
    ops.batchNorm,
    "samples are said to be independent",
    record(() => ({ batch: ["x", "y"] })),
  ),
  fault(
    ops.softmax,
    "the axis is the batch",
    record(() => ({ batch: ["x", "y"] })),
  ),
  fault(
    ops.dense,
    "the gradient of the kernel is said to run along the batch",
    record(() => ({ batch: ["x", "y", "kernel"] })),
  ),
  fault(
    ops.flatten,
    "only x is said to run along the batch",
    record(() => ({ batch: ["x"] })),
  ),
  fault(
    ops.exp,
    "the reference has no gradient",
    record(({ reference }) => ({
      reference: { forward: (inputs, given) => reference.forward(inputs, given) },
    })),
  ),
  fault(
    ops.exp,
    "the kernel has no gradient",
    record(() => ({ vjp: undefined as never })),
  ),
  fault(
    ops.dense,
    "what is rounded is said to be exact",
    record(({ outputs }) => ({ outputs: { y: { ...outputs["y"]!, exact: true } } })),
  ),
  fault(
    ops.l2,
    "the reference sorts its input",
    forward((_, { w }) => void w!.data.sort()),
  ),
  fault(
    ops.adam,
    "an output updates another input than it is computed from",
    record(({ outputs }) => ({
      outputs: { ...outputs, newM: { ...outputs["newM"]!, updates: "v" }, newV: { ...outputs["newV"]!, updates: "m" } },
    })),
  ),
  fault(
    ops.silu,
    "the composition computes something else",
    record(() => ({
      composition: ({ apply }, { x }) => ({ y: apply(ops.multiply, { a: x, b: apply(ops.tanh, { x })["y"] })["y"] }),
    })),
  ),
  fault(
    ops.silu,
    "kernel and reference agree on a wrong formula, the composition does not",
    together(
      forward(({ y }) => y!.data.forEach((value, i) => (y!.data[i] = value * 1.01))),
      record(({ reference: own }) => ({
        reference: {
          ...own,
          vjp: (...given: readonly [never, never, never, never]) => {
            const { x } = own.vjp!(...given);
            return { x: { ...x!, data: x!.data.map((value) => value * 1.01) } };
          },
        },
      })),
      text("silu.forward", "let value = ", "let value = 1.01 * "),
      text("silu.backward", "let value = ", "let value = 1.01 * "),
      record(() => ({
        composition: ({ apply }, { x }) => ({
          y: apply(ops.multiply, { a: x, b: apply(ops.sigmoid, { x })["y"] })["y"],
        }),
      })),
    ),
  ),
];
