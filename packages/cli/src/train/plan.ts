import type { DeviceInfo } from "@tomograd/kernels";
import { plural } from "../plural.ts";
import type { TrainingOptions } from "./training-options.ts";

/** The choices that depend on the adapter, made. */
export interface Plan {
  readonly preset: "documented" | "quick";
  readonly filters: readonly [number, number];
  readonly epochs: number;
  /** What it is and why, for the user. */
  readonly reason: string;
}

const FILTERS = { documented: [128, 64], quick: [16, 8] } as const;

/** Decides preset, filters and epochs where the options leave them open. */
export function planTraining(
  options: Pick<TrainingOptions, "preset" | "filters" | "epochs" | "data">,
  info: DeviceInfo,
  own?: { readonly name: string },
): Plan {
  const isSlow = info.software && options.filters === undefined;
  const preset = options.preset ?? (isSlow ? "quick" : "documented");
  const [f0, f1] = options.filters ?? FILTERS[preset];
  const epochs = options.epochs ?? (preset === "quick" && options.data === "phantom" ? 6 : 60);
  const shown = `${f0},${f1}`;
  const most = `at most ${plural(epochs, "epoch")}`;
  const why = options.preset ? "as asked for" : isSlow ? "on a software adapter" : "on a GPU";
  const more = `; --preset documented trains the full network (filters ${FILTERS.documented.join(",")})`;
  const reason = own
    ? `the network of ${own.name}, ${most}`
    : options.filters
      ? `filters ${shown} as given, ${most}`
      : `preset ${preset} (filters ${shown}) ${why}, ${most}${isSlow && !options.preset ? more : ""}`;
  return { preset, filters: [f0!, f1!], epochs, reason };
}
