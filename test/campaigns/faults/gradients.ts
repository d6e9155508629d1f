import { ops, type AnyOp, type NdArray } from "@tomograd/kernels";
import { fault, kernel, launch, params, record, text, together, type Change, type Fault } from "./fault.ts";

type Vjp = NonNullable<AnyOp["vjp"]>;
type Gradients = Readonly<Record<string, unknown>>;

/** A vjp that forgets some of the gradients that are wanted. */
const wanting = (keep: (wanted: Gradients) => Gradients): Change =>
  record((op) => ({
    vjp: ((run, values, upstream, wanted: Gradients, given) =>
      op.vjp!(run, values, upstream, keep(wanted), given)) as Vjp,
  }));

/** The reference's gradient of an input, changed. */
const reference = (input: string, change: (value: number, index: number) => number): Change =>
  record(({ reference: own }) => ({
    reference: {
      ...own,
      vjp: (...given: readonly [never, never, never, never]) => {
        const gradients = own.vjp!(...given);
        const { shape, data } = gradients[input] as NdArray;
        return { ...gradients, [input]: { shape, data: data.map(change) } };
      },
    },
  }));

/** Gradients that are wrong, or right only when all of them are asked for. */
export const gradients: readonly Fault[] = [
  fault(
    ops.l2,
    "the factor 2 is missing",
    params("l2.backward", (p) => ({ ...p, doubled: p["doubled"]! / 2 })),
  ),
  fault(
    ops.l2,
    "the factor 2 is missing in kernel and reference alike",
    together(
      params("l2.backward", (p) => ({ ...p, doubled: p["doubled"]! / 2 })),
      reference("w", (value) => value / 2),
    ),
  ),
  fault(
    ops.sigmoid,
    "the reference's gradient is a thousandth too large",
    reference("x", (value) => value * 1.002),
  ),
  fault(
    ops.conv2d,
    "the reference's gradient of x is wrong in its first element",
    reference("x", (value, index) => (index === 0 ? value + 0.01 : value)),
  ),
  fault(ops.conv2d, "the bias is forgotten", text("conv2d.forward", "value += bias[channel];", "", "plain")),
  fault(ops.dense, "the bias is forgotten", text("dense.finish", "sum += bias[column];", "")),
  fault(
    ops.dense,
    "the gradient of the bias is that of a mean",
    text("dense.backwardBias", "= sum;", "= sum / f32(params.rows);"),
  ),
  fault(
    ops.relu,
    "the gradient passes where the output is 0",
    text("relu.backward", "y[thread] > vec4f()", "y[thread] >= vec4f()"),
  ),
  fault(
    ops.subtract,
    "the sign of b's gradient is missing",
    text("subtract.backwardB", "return -gradY", "return gradY"),
  ),
  fault(ops.divide, "the square in b's gradient is missing", text("divide.backwardB", "/ b) / b", "/ b)")),
  fault(
    ops.sigmoidBce,
    "the gradient forgets the weights of samples",
    text("sigmoidBce.backward", "gradient *= sampleWeight[thread];", ""),
  ),
  fault(
    ops.sigmoidBce,
    "the gradient of the probabilities is left out",
    text("sigmoidBce.backward", "gradient += gradProbabilities", "gradient += 0.0 * gradProbabilities"),
  ),
  fault(
    ops.softmax,
    "what an element does to the others is left out",
    text("softmax.backward", "(gradY[start + k] - mean)", "gradY[start + k]"),
  ),
  fault(
    ops.batchNorm,
    "mean and variance count as constants",
    text("batchNorm.backwardTrainingAlong", "(gradY[thread] - drift)", "gradY[thread]"),
  ),
  fault(
    ops.dropout,
    "kept elements are not scaled",
    params("dropout.apply", (p) => ({ ...p, scale: 1 })),
  ),
  fault(
    ops.dropout,
    "the gradient draws other elements",
    record((op) => ({
      vjp: ((run, values, upstream, wanted, given: { readonly step: number }) =>
        op.vjp!(run, values, upstream, wanted, { ...given, step: given.step + 1 })) as Vjp,
    })),
  ),
  fault(
    ops.maxPool2d,
    "equal maxima share the gradient of the last of them",
    text("maxPool2d.forward", "value > largest", "value >= largest"),
  ),
  fault(ops.max, "every maximum takes the whole gradient", text("shared.backwardExtreme", "gradY / count", "gradY")),
  fault(
    ops.batchNorm,
    "x has a gradient only where gamma has one",
    wanting((wanted) => (wanted["gamma"] ? wanted : { ...wanted, x: undefined })),
  ),
  fault(
    ops.conv2d,
    "the filter has no gradient where x and the filter alone want one",
    wanting((wanted) => (wanted["x"] && !wanted["bias"] ? { ...wanted, filter: undefined } : wanted)),
  ),
  fault(
    ops.conv2d,
    "one variant is wrong where no gradient of the bias is wanted",
    kernel("conv2d.backwardFilter", (original) => ({
      body: (context) => {
        const isWrong = !context.has["partialBias"] && context.variant === original.variants["plain"];
        const source = original.body(context);
        return isWrong ? source.replace("partial[thread] = sum;", "partial[thread] = 1.5 * sum;") : source;
      },
    })),
  ),
  fault(
    ops.matmul,
    "the gradient of a is not summed over batches that share it",
    launch("shared.sum", (buffers, values) => [buffers, { ...values, params: { ...values.params, terms: 1 } }]),
  ),
];
