import type { AnyOp } from "@tomograd/kernels";
import { checkOp, Harness, type CheckOptions, type OpReport } from "@tomograd/kernels/verify";
import type { DeviceChoice } from "../device/open-device.ts";
import { patienceOf } from "../device/patience.ts";

/** Verifies ops one after the other on the adapter chosen (none for the reference), and hands out each report at once. */
export async function verifyOps(
  ops: readonly AnyOp[],
  choice: DeviceChoice,
  options: CheckOptions,
  report: (row: OpReport) => void,
): Promise<void> {
  const { openNull, openWebGpu } = await import("@tomograd/kernels/node");
  const { device, adapter } = choice;
  const given = { ...(adapter !== undefined && { adapter }), patience: patienceOf(choice) };
  const harness = new Harness({
    openNull,
    ...(device !== "reference" && { open: async (options) => await openWebGpu({ ...given, ...options }) }),
  });
  try {
    for (const op of ops) report(await checkOp(harness, op, options));
  } finally {
    harness.close();
  }
}
