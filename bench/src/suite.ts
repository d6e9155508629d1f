import type { AnyOp, chooseVariant, Device } from "@tomograd/kernels";
import { describeEnvironment } from "./environment.ts";
import { benchOps, type OpRow } from "./ops/bench-ops.ts";
import { VariantSwitch } from "./ops/plain-variants.ts";
import { probeDevice, type ProbeOptions } from "./probes/probes.ts";
import type { SuiteResult } from "./results.ts";
import { benchStep, type StepOptions, type StepReport } from "./step.ts";

/** Opens a device anew; each part of the suite has its own, so that none finds what another left. */
export type DeviceOpener = (options: { readonly chooseVariant?: typeof chooseVariant }) => Promise<Device>;

export interface SuiteOptions extends ProbeOptions {
  readonly ops: readonly AnyOp[];
  /** Left out: what suits the adapter. */
  readonly steps?: readonly StepOptions[];
  readonly seed: number;
  readonly onRow?: (row: OpRow) => void;
  readonly onStep?: (report: StepReport) => void;
}

/**
 * The whole suite: the adapter's peaks, every op, the training step.
 *
 * @example
 * const result = await runSuite(async (options) => await openWebGpu(options), { ops: Object.values(ops), seed: 1 });
 */
export async function runSuite(open: DeviceOpener, options: SuiteOptions): Promise<SuiteResult> {
  const variants = new VariantSwitch();
  const device = await open({ chooseVariant: variants.choose });
  const { software } = device.info;
  try {
    const environment = await describeEnvironment(device);
    const probes = await probeDevice(device, options);
    const ops = await benchOps(device, options.ops, { ...options, probes, variants });
    // A software driver's threads compete with whatever is still open.
    device.close();
    const steps: StepReport[] = [];
    for (const step of options.steps ?? defaultSteps(software, options.seed)) {
      const own = await open({});
      try {
        const report = await benchStep(own, step);
        options.onStep?.(report);
        steps.push(report);
      } finally {
        own.close();
      }
    }
    return { environment, probes, ops, steps };
  } finally {
    device.close();
  }
}

/** The documented and the quick network, at batches that the kind of adapter is used with. */
export function defaultSteps(software: boolean, seed: number): StepOptions[] {
  const common = { imageSize: 64, steps: software ? 5 : 50, seed };
  const [documented, quick] = [[128, 64] as const, [16, 8] as const];
  return (software ? [8, 64] : [64, 256]).flatMap((batchSize) => [
    { ...common, filters: documented, batchSize },
    { ...common, filters: quick, batchSize },
  ]);
}
