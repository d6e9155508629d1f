import type { Device } from "@tomograd/kernels";
import { describeDataset } from "../data/load-data.ts";
import { deviceName } from "../device/open-device.ts";
import type { ReplacedKernel } from "../op/kernel-option.ts";
import { versions } from "../version.ts";
import { DOCUMENTED_ONLY, type OwnNetwork } from "./own-network.ts";
import type { Plan } from "./plan.ts";
import type { TrainingData } from "./prepare-data.ts";
import type { TunedVariants } from "../tune/tuned-variants.ts";
import type { RunOptions } from "./training-options.ts";
import type { VariantLog } from "./variant-log.ts";

/**
 * `config.json`: every option as it took effect, under its name; what it was computed with; what it was computed on.
 * Options that hold paths stand in `paths.json` alone.
 */
export function runConfig(
  options: RunOptions,
  { dataset, normalization }: TrainingData,
  own: OwnNetwork | undefined,
  replacedKernels: readonly ReplacedKernel[],
  decided?: {
    readonly device: Device;
    readonly plan: Plan;
    readonly variants: VariantLog;
    readonly tuned: TunedVariants;
    readonly bitwise: boolean;
  },
): Readonly<Record<string, unknown>> {
  const {
    data: _data,
    out: _out,
    augmentPreview: _preview,
    module: _module,
    init,
    config: _config,
    json: _json,
    quiet: _quiet,
    debug: _debug,
    resume: _resume,
    watch: _watch,
    kernel: _kernel,
    timeout: _timeout,
    ...rest
  } = options;
  const kept = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, value ?? null]));
  // A file's or folder's own name, as paths are.
  const { name: _name, ...described } = describeDataset(dataset);
  const { reason: _reason, ...plan } = decided?.plan ?? { reason: "" };
  const info = decided?.device.info;
  return {
    command: "train",
    ...kept,
    ...plan,
    ...(own && Object.fromEntries(DOCUMENTED_ONLY.map((key) => [key, null]))),
    network: own ? { name: own.name, sha256: own.sha256 } : null,
    init: init !== undefined,
    adapterChoice: options.adapter ?? null,
    versions: versions(),
    dataset: described,
    normalization,
    adapter: info ? { name: deviceName(info), ...info } : null,
    replacedKernels,
    kernelVariants: decided?.variants.entries() ?? {},
    tunedVariants: decided?.tuned.applied ?? {},
    bitwise: decided?.bitwise ?? true,
  };
}
