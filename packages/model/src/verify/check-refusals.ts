import { formatShape, ShapeError, sizeOf, type Shape } from "@tomograd/kernels";
import { Input } from "../layers/input.ts";
import { Model } from "../model.ts";
import type { LayerStand } from "./layer-stand.ts";

/** Shapes of one sample that few layers can take. */
const ODD: readonly Shape[] = [[1], [3, 2], [1, 1, 1], [2, 1, 3, 2]];

/** Inputs that a layer cannot take are refused by a ShapeError when the network is put together; all others it computes. */
export async function checkRefusals(stand: LayerStand): Promise<string[]> {
  const { inputs, make } = stand.layerCase;
  const lists = [...ODD.map((shape) => inputs.map(() => shape)), [...inputs, inputs[0]!]];
  const failures: string[] = [];
  for (const shapes of lists) {
    const shown = `inputs ${shapes.map(formatShape).join(" and ")}`;
    const told = (error: unknown): string =>
      error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    let model;
    try {
      const given = shapes.map((shape) => Input(shape));
      model = new Model({ inputs: given, outputs: make().apply(given) });
    } catch (error) {
      if (!(error instanceof ShapeError))
        failures.push(`${shown} must be refused by a ShapeError, but: ${told(error)}`);
      continue;
    }
    try {
      const values = shapes.map((shape) => new Float32Array(sizeOf(shape)).fill(0.5));
      const y = await stand.infer(model.to(stand.reference), values);
      const stated = [1, ...model.outputShape];
      if (y.shape.join() !== stated.join())
        failures.push(`${shown} give ${formatShape(y.shape)}, the layer says ${formatShape(stated)}`);
    } catch (error) {
      failures.push(`${shown} are taken, but then: ${told(error)}`);
    }
  }
  return failures;
}
