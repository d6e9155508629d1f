import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { choice, real, type Kind } from "./kind.ts";
import { nearest } from "./nearest.ts";

/** How training images are changed, under the names of `--augment`; what is missing changes nothing. */
export interface AugmentChoice {
  /** Degrees. */
  readonly rotation?: number;
  /** Parts of the extent below 1, else pixels. */
  readonly "width-shift"?: number;
  readonly "height-shift"?: number;
  /** Degrees. */
  readonly shear?: number;
  readonly zoom?: readonly [number, number];
  readonly brightness?: readonly [number, number];
  readonly hflip?: boolean;
  readonly vflip?: boolean;
  readonly fill?: "nearest" | "constant" | "reflect" | "wrap";
}

/** One name of `--augment`. */
interface Part {
  readonly rule: string;
  /** From the text behind =, which is undefined where there is none. */
  fromText(text: string | undefined): unknown;
  accept(value: unknown): unknown;
}

const part = (kind: Kind<unknown>): Part => ({
  rule: kind.rule,
  fromText: (text) => kind.fromText(text ?? ""),
  accept: (value) => kind.accept(value),
});

const flip: Part = {
  rule: "given by its name alone (true or false in a config)",
  fromText: (text) => (text === undefined ? true : undefined),
  accept: (value) => (typeof value === "boolean" ? value : undefined),
};

/** A factor's distance from 1 to both sides, or the smallest and the largest factor. */
function factors(distance: Kind<number>, factor: Kind<number>): Part {
  return {
    rule: `${distance.rule}, or two factors such as 0.8:1.2`,
    fromText: (text = "") =>
      text.includes(":") ? text.split(":").map((one) => factor.fromText(one)) : distance.fromText(text),
    accept: (value) => {
      const around = distance.accept(value);
      if (around !== undefined) return [1 - around, 1 + around];
      const [low, high, ...rest] = Array.isArray(value) ? value.map((one) => factor.accept(one)) : [];
      return low === undefined || high === undefined || rest.length > 0 || low > high ? undefined : [low, high];
    },
  };
}

const shift = part(real(0, 16_384));

const PARTS: Readonly<Record<string, Part>> = {
  rotation: part(real(0, 180)),
  shift,
  "width-shift": shift,
  "height-shift": shift,
  shear: part(real(0, 90, "below")),
  zoom: factors(real(0, 1, "below"), real(0, 100, "above")),
  hflip: flip,
  vflip: flip,
  brightness: factors(real(0, 1), real(0, 100)),
  fill: part(choice("nearest", "constant", "reflect", "wrap")),
};

/** `rotation=10,shift=.05,zoom=.1,hflip`; `none` for nothing. In a config also `{"rotation":10,"hflip":true}`. */
export const augment: Kind<AugmentChoice> = {
  placeholder: "<rotation=10,shift=.05,…>",
  rule: `a list such as rotation=10,shift=.05,zoom=.1, of ${Object.keys(PARTS).join(", ")}`,
  fromText: (given) => given,
  accept: (value) => {
    if (value === "none") return {};
    const entries = typeof value === "string" ? entriesOfText(value) : entriesOfObject(value);
    if (!entries || entries.some(([name]) => name === "")) return undefined;
    const choices = new Map<string, unknown>();
    for (const [name, given, shown] of entries) {
      const known = partOf(name);
      const accepted = known.accept(given);
      if (accepted === undefined)
        throw refusal(`${name} must be ${known.rule}`, `${name}=${shownName(shown.slice(0, 80))}`);
      for (const one of name === "shift" ? ["width-shift", "height-shift"] : [name]) {
        if (choices.has(one)) throw refusal(`${one} must be given once`, "it twice");
        choices.set(one, accepted);
      }
    }
    return Object.fromEntries(choices) as AugmentChoice;
  },
};

type Entry = readonly [name: string, value: unknown, shown: string];

function entriesOfText(text: string): Entry[] {
  return text.split(",").map((item) => {
    const [, name = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(item.trim()) ?? [];
    return [name, name === "" ? undefined : partOf(name).fromText(value), value ?? "(nothing)"];
  });
}

function entriesOfObject(value: unknown): Entry[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).map(([name, one]) => [name, one, JSON.stringify(one)]);
}

function partOf(name: string): Part {
  const known = Object.keys(PARTS);
  if (known.includes(name)) return PARTS[name]!;
  const meant = nearest(name, known);
  const advice = meant ? `Did you mean ${meant}?` : `Known are ${known.join(", ")}`;
  throw refusal("takes no such change", `change=${shownName(name.slice(0, 40))}`, advice);
}

function refusal(rule: string, received: string, advice?: string): UsageError {
  return new UsageError({ subject: "--augment", rule, received, ...(advice && { advice }) });
}
