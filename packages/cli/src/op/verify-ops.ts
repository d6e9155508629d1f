import type { AnyOp } from "@tomograd/kernels";
import { checkOp, Harness, type CheckOptions, type OpReport } from "@tomograd/kernels/verify";
import type { DeviceChoice } from "../device/open-device.ts";

/** Verifies ops one after the other on the adapter chosen (none for the reference), and hands out each report at once. */
export async function verifyOps(
  ops: readonly AnyOp[],
  { device, adapter }: DeviceChoice,
  options: CheckOptions,
  report: (row: OpReport) => void,
): Promise<void> {
  const { openNull, openWebGpu } = await import("@tomograd/kernels/node");
  const named = adapter === undefined ? {} : { adapter };
  const harness = new Harness({
    openNull: async (given) => await openNull(given),
    ...(device !== "reference" && { open: async (given: object) => await openWebGpu({ ...named, ...given }) }),
  });
  try {
    for (const op of ops) report(await checkOp(harness, op, options));
  } finally {
    harness.close();
  }
}
