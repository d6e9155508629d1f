import type { Device } from "@tomograd/kernels";
import { differences } from "./differences.ts";
import { BATCH, type LayerStand, type NamedArray } from "./layer-stand.ts";

/** In inference a sample's result is its own, whatever stands beside it in the batch, and nothing is drawn or learned. */
export async function checkInference(stand: LayerStand, device: Device): Promise<string[]> {
  const model = stand.placed(device);
  const before = await stand.statistics(model);
  const inputs = stand.inputs();
  const y = await stand.infer(model, inputs);
  const rows = (one: NamedArray): NamedArray[] =>
    Array.from({ length: one.shape[0]! }, (_, i) => {
      const width = one.values.length / one.shape[0]!;
      return {
        name: `sample ${i}: y`,
        shape: one.shape.slice(1),
        values: one.values.slice(i * width, (i + 1) * width),
      };
    });
  const again = await stand.infer(model, inputs, { seed: stand.seed + 1, step: 5 });
  const failures = differences([again], [y], "with another seed it was");
  const order = [2, 0, 1];
  const samplesOf = (places: readonly number[]): Float32Array[] =>
    inputs.map((values) => {
      const width = values.length / BATCH;
      return Float32Array.from(places.flatMap((i) => [...values.subarray(i * width, (i + 1) * width)]));
    });
  const crossed = rows(await stand.infer(model, samplesOf(order)));
  const back = crossed.map((row, i) => ({ ...row, name: `sample ${order[i]}: y` }));
  failures.push(...differences(back, rows(y), "before the samples changed places it was"));
  for (const [i, row] of rows(y).entries()) {
    const name = `sample ${i} alone: y`;
    const alone = rows(await stand.infer(model, samplesOf([i])))[0]!;
    failures.push(...differences([{ ...alone, name }], [{ ...row, name }], `in a batch of ${BATCH} it is`));
  }
  failures.push(...differences(await stand.statistics(model), before, "before inference it was"));
  model.placement.release();
  return failures;
}
