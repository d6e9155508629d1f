import type { Device } from "@tomograd/kernels";
import { deviceName } from "../device/open-device.ts";
import type { Terminal } from "../terminal.ts";
import type { TunedVariants } from "../tune/tuned-variants.ts";
import { versions } from "../version.ts";
import type { ResumedRun } from "./resumed-run.ts";

/** Makes a device compute as it did before the run was stopped; says where that cannot be, and returns whether it is so. */
export function pinVariants(run: ResumedRun, { info }: Device, tuned: TunedVariants, terminal: Terminal): boolean {
  const adapter = deviceName(info);
  const isSame = run.adapter === undefined || run.adapter === adapter;
  if (isSame) tuned.pin(run.tunedVariants);
  const isExact = isSame && (run.versions === undefined || sorted(run.versions) === sorted(versions()));
  if (isExact) return run.bitwise;
  const what = isSame ? "these versions" : "this adapter";
  terminal.warn(
    `the run began on ${isSame ? "other versions" : run.adapter}: on ${what} it does not go on bit for bit`,
  );
  return false;
}

function sorted(record: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
