import { gradcheck, tensor, type Tensor } from "@tomograd/autograd";
import { sizeOf, type Device } from "@tomograd/kernels";
import { elementName, GRADCHECK } from "@tomograd/kernels/verify";
import { differences } from "./differences.ts";
import { add, BATCH, nothingOf, ownName, type LayerStand } from "./layer-stand.ts";

const { step: eps, absolute: atol, relative: rtol } = GRADCHECK;

/** Gradients of inputs and trainable weights against central differences in float64. */
export async function checkGradients(
  stand: LayerStand,
  options: { readonly frozen?: boolean } = {},
): Promise<string[]> {
  const model = stand.network(options);
  const values = stand.weights(model);
  const given = stand.inputs().map((one, i) => ({
    name: `grad input ${i}`,
    shape: [BATCH, ...stand.layerCase.inputs[i]!],
    values: one,
  }));
  const held = model.weights.map((weight) => ({
    name: `grad ${ownName(weight)}`,
    shape: weight.shape,
    values: values.get(weight.name)!,
  }));
  const put = (device: Device, leaf?: (typeof held)[number], moved?: Tensor): Tensor[] => {
    // All others stay as they are, so that what is wrong can be named.
    const place = (one: (typeof held)[number]): Tensor =>
      moved && one === leaf ? moved : tensor(device, one.values, one.shape, { name: one.name });
    model.weights.forEach((weight, i) => (weight.tensor = place(held[i]!)));
    return given.map(place);
  };
  const start = await stand.objective(model, put(stand.reference))[0].read();
  const failures: string[] = [];
  for (const leaf of [...given, ...held.filter((_, i) => model.weights[i]!.trainable)]) {
    const loss = (moved: Tensor): Tensor =>
      add(stand.objective(model, put(moved.device, leaf, moved), start)[1], nothingOf(moved));
    const { ok, maxError, worst } = await gradcheck(loss, [leaf], { eps, atol, rtol });
    if (ok) continue;
    const bound = (atol + rtol * Math.abs(worst.numeric)).toExponential(2);
    failures.push(
      `${elementName(leaf.name, worst.index, leaf.shape)} is ${worst.analytic}, differences say ${worst.numeric}: ` +
        `error ${maxError.toExponential(2)}, bound ${bound}, of ${sizeOf(leaf.shape)} elements`,
    );
  }
  return failures;
}

/** Every trainable weight has a gradient, and a gradient does not depend on which others are wanted. */
export async function checkWantedGradients(stand: LayerStand): Promise<string[]> {
  const model = stand.placed(stand.reference);
  const all = await stand.train(model);
  const unused = model.weights.filter(
    (weight) => weight.trainable && !all.some(({ name }) => name === `grad ${ownName(weight)}`),
  );
  const failures = unused.map((weight) => `${ownName(weight)} is trainable but has no gradient: nothing uses it`);
  // Of a layer without weights there is nothing to differentiate unless an input wants it.
  const learns = model.weights.some(({ trainable }) => trainable);
  for (const alone of [...(learns ? [undefined] : []), ...stand.layerCase.inputs.keys()]) {
    const some = await stand.train(stand.placed(stand.reference), { wanted: (input) => input === alone });
    const expected = all.filter(({ name }) => !name.startsWith("grad input ") || name === `grad input ${alone}`);
    const when = alone === undefined ? "no input wants a gradient" : `only input ${alone} wants one`;
    failures.push(
      ...differences(some, expected, "where all gradients are wanted it is").map((text) => `${text}, when ${when}`),
    );
  }
  return failures;
}
