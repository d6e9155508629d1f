import { UsageError } from "@tomograd/kernels";
import {
  gradCam,
  gradCamPlusPlus,
  occlusion,
  saliency,
  scoreCam,
  smoothGrad,
  type HeatMaps,
  type Images,
  type Model,
  type Target,
} from "@tomograd/model";
import type { ColourMapName } from "@tomograd/report";
import { flagOf } from "../options/option.ts";

/** What the methods that give maps are told; each heeds the options that are its own. */
export interface MapOptions {
  readonly layer: string | undefined;
  readonly target: Target | undefined;
  readonly samples: number;
  readonly noise: number;
  readonly patch: number | undefined;
  readonly stride: number | undefined;
  readonly batchSize: number;
  readonly seed: number;
}

/** What all methods are told. */
export interface MethodOptions extends MapOptions {
  readonly filter: number | undefined;
  readonly steps: number;
  readonly opacity: number;
}

/** One map an image. */
export interface MapMethod {
  readonly title: string;
  readonly heeds: readonly (keyof MethodOptions)[];
  readonly colours: ColourMapName;
  readonly label: string;
  /** Whether it looks into a layer, rather than at the image's pixels. */
  readonly isOfLayer: boolean;
  run(model: Model, x: Images, options: MapOptions): Promise<HeatMaps>;
}

const activation = (
  title: string,
  run: (model: Model, x: Images, options: Parameters<typeof gradCam>[2]) => Promise<HeatMaps>,
): MapMethod => ({
  title,
  heeds: ["layer", "target", "opacity", "batchSize"],
  colours: "inferno",
  label: "share of the maximum",
  isOfLayer: true,
  run: async (model, x, { layer, target, batchSize }) =>
    await run(model, x, { batchSize, ...(layer !== undefined && { layer }), ...(target && { target }) }),
});

const GRADIENT = { colours: "inferno", label: "|change of the logit|", isOfLayer: false } as const;

/** Those that give every image a map. */
export const MAP_METHODS = {
  "grad-cam": activation("Grad-CAM", gradCam),
  "grad-cam++": activation("Grad-CAM++", gradCamPlusPlus),
  "score-cam": activation("Score-CAM", scoreCam),
  saliency: {
    ...GRADIENT,
    title: "Saliency",
    heeds: ["opacity", "batchSize"],
    run: async (model, x, { batchSize }) => await saliency(model, x, { batchSize }),
  },
  "smooth-grad": {
    ...GRADIENT,
    title: "SmoothGrad",
    heeds: ["samples", "noise", "opacity", "batchSize", "seed"],
    run: async (model, x, { samples, noise, batchSize, seed }) =>
      await smoothGrad(model, x, { samples, noise, batchSize, seed }),
  },
  occlusion: {
    title: "Occlusion",
    heeds: ["target", "patch", "stride", "opacity", "batchSize"],
    colours: "diverging",
    label: "drop of the score when hidden",
    isOfLayer: false,
    run: async (model, x, { target, patch, stride, batchSize }) =>
      await occlusion(model, x, {
        batchSize,
        ...(target && { target }),
        ...(patch !== undefined && { size: patch }),
        ...(stride !== undefined && { stride }),
      }),
  },
} as const satisfies Record<string, MapMethod>;

/** Those that draw something else, with the options that they heed. */
const OTHERS = {
  "activation-maximization": ["layer", "filter", "target", "steps", "seed"],
  filters: ["layer"],
  "feature-maps": ["layer", "batchSize"],
} as const satisfies Record<string, readonly (keyof MethodOptions)[]>;

export type MapMethodName = keyof typeof MAP_METHODS;
export type MethodName = MapMethodName | keyof typeof OTHERS;

export const METHOD_NAMES = [...Object.keys(MAP_METHODS), ...Object.keys(OTHERS)] as readonly MethodName[];

/** Whether a method gives every image a map. */
export const isMapMethod = (name: MethodName): name is MapMethodName => Object.hasOwn(MAP_METHODS, name);

/** Whether a method is about images, and not about the network alone. */
export const needsImages = (name: MethodName): boolean => isMapMethod(name) || name === "feature-maps";

const CHOICES = ["layer", "target", "filter", "steps", "samples", "noise", "patch", "stride", "opacity"] as const;

/** Throws a UsageError for an option that none of the methods heeds. */
export function refuseIdleOptions(methods: readonly MethodName[], given: ReadonlySet<string>): void {
  const idle = CHOICES.find((option) => given.has(option) && !methods.some((name) => heeds(name, option)));
  if (idle === undefined) return;
  throw new UsageError({
    subject: flagOf(idle),
    rule: `is for ${METHOD_NAMES.filter((name) => heeds(name, idle)).join(", ")}`,
    received: `method=${methods.join(",")}`,
    advice: "Leave it out",
  });
}

/** Whether an option changes what a method gives. */
export function heeds(name: MethodName, option: keyof MethodOptions): boolean {
  const heeded: readonly string[] = isMapMethod(name) ? MAP_METHODS[name].heeds : OTHERS[name];
  return heeded.includes(option);
}
