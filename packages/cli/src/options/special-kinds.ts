import { WINDOW_PRESETS, type DicomWindow } from "@tomograd/data";
import { integer, real, type Kind } from "./kind.ts";

export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

const extent = integer(1, 16_384);

/** `64` or `64x48`, height first. */
export const imageSize: Kind<ImageSize> = {
  placeholder: "<HxW>",
  rule: "a size in pixels from 1 to 16384, such as 64 or 64x48",
  fromText: (given) => given,
  accept: (value) => {
    const { height: h, width: w } = (value ?? {}) as Partial<ImageSize>;
    const parts = /^(\d{1,5})(?:x(\d{1,5}))?$/.exec(h === undefined ? String(value) : `${h}x${w}`);
    const height = extent.accept(Number(parts?.[1] ?? NaN));
    const width = extent.accept(Number(parts?.[2] ?? parts?.[1] ?? NaN));
    return height === undefined || width === undefined ? undefined : { height, width };
  },
};

/** `none`, `file`, a preset's name, or `center,width`; in a config also `{"center":40,"width":400}`. */
export const dicomWindow: Kind<DicomWindow> = {
  placeholder: "<name|center,width>",
  rule: `none, file, ${WINDOW_PRESETS.join(", ")}, or center,width with a width of at least 1, such as 40,400`,
  fromText: (given) => given,
  accept: (value) => {
    const name = (["none", "file", ...WINDOW_PRESETS] as const).find((one) => one === value);
    if (name !== undefined) return name;
    const given: unknown[] = typeof value === "string" ? value.split(",") : Object.values(parts(value) ?? {});
    const numbers = given.map((part) => (DECIMAL.test(String(part)) ? Number(part) : NaN));
    const [center = NaN, width = NaN] = numbers;
    return numbers.length === 2 && Number.isFinite(center) && width >= 1 ? { center, width } : undefined;
  },
};

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?$/i;

/** The two numbers of a window in a config, in order. */
function parts(value: unknown): { center: unknown; width: unknown } | undefined {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 2) return undefined;
  return "center" in value && "width" in value ? { center: value.center, width: value.width } : undefined;
}

/** Weights of classes 0 and 1 in the loss, or how to find them. */
export type ClassWeight = "none" | "balanced" | readonly [number, number];

/** `none`, `balanced` or `0:1,1:3`; a class that is not named weighs 1. In a config also `{"0":1,"1":3}` or `[1,3]`. */
export const classWeight: Kind<ClassWeight> = {
  placeholder: "<none|balanced|0:1,1:3>",
  rule: "none, balanced, or weights of the classes 0 and 1 that are not negative and not both 0, such as 0:1,1:3",
  fromText: (given) => given,
  accept: (value) => {
    if (value === "none" || value === "balanced") return value;
    const entries = typeof value === "string" ? value.split(",").map((part) => part.split(":")) : entriesOf(value);
    const weights: [number, number] = [1, 1];
    const seen = new Set<string>();
    for (const [label, weight, ...rest] of entries ?? [[]]) {
      const number = weight === "" || weight === undefined ? NaN : Number(weight);
      const isFine = (label === "0" || label === "1") && !seen.has(label) && rest.length === 0;
      if (!isFine || !(number >= 0 && Number.isFinite(number))) return undefined;
      seen.add(label);
      weights[label === "0" ? 0 : 1] = number;
    }
    return weights[0] + weights[1] > 0 ? weights : undefined;
  },
};

function entriesOf(value: unknown): [string, string][] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).map(([label, weight]) => [label, typeof weight === "number" ? String(weight) : ""]);
}

/** What to do about a value that stops improving. */
export interface Plateau {
  readonly factor: number;
  readonly patience: number;
}

const factors = real(0, 1, "above");
const epochs = integer(0, 100_000);

/** `0.5` or `0.5,8`: a factor below 1 and epochs, 5 if none are named. */
export const plateau: Kind<Plateau> = {
  placeholder: "<factor[,patience]>",
  rule: "a factor above 0 and below 1, and a number of epochs if need be, such as 0.5 or 0.5,8",
  fromText: (given) => given,
  accept: (value) => {
    const { factor: f, patience: p } = (value ?? {}) as Partial<Plateau>;
    const parts = /^([\d.e-]+)(?:,(\d{1,6}))?$/i.exec(f === undefined ? String(value) : `${f},${p}`);
    const factor = factors.accept(Number(parts?.[1] ?? NaN));
    const patience = epochs.accept(Number(parts?.[2] ?? 5));
    return factor === undefined || factor === 1 || patience === undefined ? undefined : { factor, patience };
  },
};

const probability = real(0, 1);

/** A probability, or the one that `train` chose on the validation data. */
export const threshold: Kind<number | "validation"> = {
  placeholder: "<p|validation>",
  rule: "a probability from 0 to 1, or validation",
  fromText: (given) => (given === "validation" ? given : probability.fromText(given)),
  accept: (value) => (value === "validation" ? value : probability.accept(value)),
};

/** `name=value`, as in `--in x=image.npy`. */
export const assignment: Kind<readonly [string, string]> = {
  placeholder: "<name=value>",
  rule: "a name and a value with = between",
  fromText: (given) => given,
  accept: (value) => {
    const parts = /^([^=]+)=(.+)$/s.exec(typeof value === "string" ? value : "");
    return parts ? [parts[1]!, parts[2]!] : undefined;
  },
};
