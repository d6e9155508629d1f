import type { Device } from "@tomograd/kernels";
import type { ArrayError } from "@tomograd/kernels/verify";
import { compare, described, differences } from "./differences.ts";
import { BATCH, type LayerStand, type NamedArray } from "./layer-stand.ts";

export interface DeviceFindings {
  readonly arrays: readonly ArrayError[];
  readonly failures: readonly string[];
}

/** Output, gradients and moved statistics on a device against the reference, and twice the same bytes. */
export async function checkDevice(stand: LayerStand, device: Device, tolerance: number): Promise<DeviceFindings> {
  const arrays: ArrayError[] = [];
  const failures: string[] = [];
  for (const batch of [BATCH, 1]) {
    const run = async (on: Device): Promise<NamedArray[]> => {
      const model = stand.placed(on);
      const results = await stand.train(model, { batch });
      model.placement.release();
      return results;
    };
    const expected = await run(stand.reference);
    const actual = await run(device);
    for (const one of actual)
      arrays.push(
        compare(
          one,
          expected.find(({ name }) => name === one.name)!,
          tolerance,
        ),
      );
    failures.push(...differences(await run(device), actual, "before, from the same inputs, it was"));
  }
  return {
    arrays,
    failures: [...arrays.filter(({ ok }) => !ok).map((one) => described(one, "the reference says")), ...failures],
  };
}
