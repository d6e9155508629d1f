import type { DeviceInfo } from "@tomograd/kernels";
import type { TrainingOptions } from "./training-options.ts";

/** The choices that depend on the adapter, made. */
export interface Plan {
  readonly preset: "documented" | "quick";
  readonly filters: readonly [number, number];
  readonly epochs: number;
  /** Why it is this preset. */
  readonly reason: string;
}

const FILTERS = { documented: [128, 64], quick: [16, 8] } as const;

/** Decides preset, filters and epochs where the options leave them open. */
export function planTraining(
  options: Pick<TrainingOptions, "preset" | "filters" | "epochs" | "data">,
  info: DeviceInfo,
): Plan {
  const isSlow = info.software && options.filters === undefined;
  const preset = options.preset ?? (isSlow ? "quick" : "documented");
  const [f0, f1] = options.filters ?? FILTERS[preset];
  const epochs = options.epochs ?? (preset === "quick" && options.data === "phantom" ? 6 : 60);
  const reason = options.preset
    ? "as asked for"
    : options.filters
      ? "with the filters given"
      : isSlow
        ? "on a software adapter; --preset documented trains the full network"
        : "on a GPU";
  return { preset, filters: [f0!, f1!], epochs, reason };
}
