import { formatShape } from "@tomograd/kernels";
import { elementName } from "@tomograd/kernels/verify";
import { BATCH, type LayerStand, type NamedArray } from "./layer-stand.ts";

/** What a layer gives has the shape that it says, in training and in inference, for several samples and for one. */
export async function checkShape(stand: LayerStand): Promise<string[]> {
  const { make, output } = stand.layerCase;
  if (make() === make()) return ["make gives the same layer twice: it must make a new one each time"];
  const { outputShape } = stand.network();
  const failures: string[] = [];
  if (output && output.join() !== outputShape.join())
    failures.push(`the layer says ${formatShape(outputShape)}, the case ${formatShape(output)}`);
  for (const batch of [BATCH, 1]) {
    const model = stand.placed(stand.reference);
    const [trained] = await stand.train(model, { batch });
    const inferred = await stand.infer(model, stand.inputs(batch));
    const judge = (y: NamedArray, when: string): void => {
      const stated = [batch, ...outputShape];
      if (y.shape.join() !== stated.join())
        failures.push(`y is ${formatShape(y.shape)} ${when}, the layer says ${formatShape(stated)}`);
      const place = y.values.findIndex((value) => !Number.isFinite(value));
      if (place >= 0) failures.push(`${elementName("y", place, y.shape)} is ${y.values[place]} ${when}`);
    };
    judge(trained!, "in training");
    judge(inferred, "in inference");
  }
  return failures;
}
