import type { PngPixels } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { upsample } from "@tomograd/model";
import type { Figure } from "../figures/figure.ts";
import { colourBar, COLOUR_BAR_WIDTH } from "./colour-bar.ts";
import { colourMap, type ColourMapName } from "./colour-map.ts";
import { drawing, textLine } from "./drawing.ts";
import { heatOverlay, type MapColours } from "./heat-overlay.ts";
import { picture } from "./picture.ts";
import { fittedText } from "./fitted-text.ts";

export interface OverlayOptions {
  /** Its file's name without an ending: letters, digits, - and _. */
  readonly name: string;
  /** As `shownImage` makes it. */
  readonly image: PngPixels;
  /** One map, at any size: it is brought to the image's. */
  readonly map: { readonly height: number; readonly width: number; readonly values: ArrayLike<number> };
  /** "Grad-CAM" */
  readonly method: string;
  readonly layer?: string | undefined;
  /** The class whose score the map explains; left out where the map is the same for both. */
  readonly target?: string | undefined;
  /** The positive class, and its probability. */
  readonly positiveClass: string;
  readonly probability: number;
  /** What the image is called. */
  readonly id: string;
  /** Default inferno from 0 to the maximum; `diverging` goes as far below 0 as above. */
  readonly colours?: ColourMapName;
  /** Of the colours, from 0 to 1. Default 0.5. */
  readonly opacity?: number;
  /** What the values are. Default: share of the maximum. */
  readonly label?: string;
}

/** Pixels that the longer side of an image has at least. */
const SIDE = 256;
const GAP = 12;
const HEAD = 46;

/**
 * The image, and beside it the same with a heat map over it and its colour bar; above them which method, layer, class and
 * probability it is. Texts may be anything: none of them acts. Images need `img-src data:` of a content-security policy.
 *
 * @example
 * const { shape: [, height, width], values } = await gradCam(model, x);
 * const figure = await overlayFigure({ name: "error-1", image, map: { height, width, values }, method: "Grad-CAM", … });
 */
export async function overlayFigure(options: OverlayOptions): Promise<Figure> {
  const { name, image, map, method, layer, target, positiveClass, probability, id } = options;
  const { colours = "inferno", opacity = 0.5, label = "share of the maximum" } = options;
  requireName(name);
  const shape = [1, map.height, map.width] as const;
  const { values } = upsample({ shape, values: Float64Array.from(map.values) }, image.height, image.width);
  const scale = { colours: await colourMap(colours), ...limitsOf(values, colours === "diverging") };
  const factor = Math.max(1, SIDE / Math.max(image.height, image.width));
  const [width, height] = [Math.round(image.width * factor), Math.round(image.height * factor)];
  const frame = { y: HEAD, width, height };
  const whole = 2 * width + 3 * GAP + COLOUR_BAR_WIDTH;
  const title = [method, layer && `of ${layer}`, target && `for ${target}`].filter(Boolean).join(" ");
  const isBlank = values.every((value) => value === 0);
  const blank = isBlank ? "the map is 0 everywhere · " : "";
  const subtitle = `${blank}p(${positiveClass}) = ${probability.toFixed(3)} · ${id}`;
  const content = [
    textLine(fittedText(title, whole - 2, 14), 1, 16, 'font-size="14" font-weight="bold"'),
    textLine(fittedText(subtitle, whole - 2, 12), 1, 36, 'font-size="12"'),
    await picture(image, { ...frame, x: 0 }),
    await picture(heatOverlay(image, values, scale, opacity), { ...frame, x: width + GAP }),
    colourBar({ id: `${name}-colours`, scale, label, x: 2 * (width + GAP), y: HEAD, height }),
  ].join("");
  const alt = `${title}. ${subtitle}.${isBlank ? "" : ` ${hottest(values, image)}`}`;
  const size = { width: whole, height: HEAD + height + GAP };
  return { name, title, alt, ...size, svg: drawing({ ...size, alt, content }) };
}

/** From 0 to the largest value, or as far to both sides of 0 as the values go. */
export function limitsOf(values: ArrayLike<number>, isDiverging: boolean): Pick<MapColours, "low" | "high"> {
  let [low, high] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  const reach = Math.max(-low, high) || 1;
  return isDiverging ? { low: -reach, high: reach } : { low, high: high > low ? high : low + 1 };
}

function requireName(name: string): void {
  if (/^[\w-]+$/.test(name)) return;
  const rule = "a figure's name consists of letters, digits, - and _";
  throw new UsageError({ subject: "overlayFigure", rule, received: `name=${name}` });
}

function hottest(values: Float64Array, { height, width }: PngPixels): string {
  const at = values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
  const place = `row ${Math.floor(at / width)} and column ${at % width}`;
  return `The highest value is at ${place} of ${height} x ${width} pixels.`;
}
