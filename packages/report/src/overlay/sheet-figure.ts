import type { PngPixels } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import type { Figure } from "../figures/figure.ts";
import { colourBar, COLOUR_BAR_WIDTH } from "./colour-bar.ts";
import { colourMap, type ColourMapName } from "./colour-map.ts";
import { drawing, textLine } from "./drawing.ts";
import { colouredMap, type MapColours } from "./heat-overlay.ts";
import { limitsOf } from "./overlay-figure.ts";
import { picture } from "./picture.ts";
import { fittedText } from "./fitted-text.ts";

export interface SheetTile {
  readonly caption: string;
  readonly pixels: PngPixels;
}

export interface SheetOptions {
  /** Its file's name without an ending: letters, digits, - and _. */
  readonly name: string;
  readonly title: string;
  readonly tiles: readonly SheetTile[];
  /** The colours of the tiles' values, where they stand for any. */
  readonly scale?: { readonly colours: MapColours; readonly label: string };
}

const MOST_COLUMNS = 8;
const GAP = 8;
const HEAD = 28;
const CAPTION = 16;
const LEAST_HEIGHT = 120;

/**
 * Pictures side by side, each under its caption, with a colour bar where they show values. Texts may be anything: none of them acts.
 *
 * Throws a UsageError without any picture.
 */
export async function sheetFigure({ name, title, tiles, scale }: SheetOptions): Promise<Figure> {
  if (tiles.length === 0) throw new UsageError({ subject: "sheetFigure", rule: "needs a picture", received: "none" });
  const columns = Math.min(MOST_COLUMNS, Math.ceil(Math.sqrt(tiles.length)));
  const rows = Math.ceil(tiles.length / columns);
  const side = columns < 3 ? 192 : 96;
  const images = await Promise.all(
    tiles.map(async ({ caption, pixels }, i) => {
      const longer = Math.max(pixels.width, pixels.height);
      const [x, y] = [(i % columns) * (side + GAP), HEAD + Math.floor(i / columns) * (side + CAPTION + GAP)];
      const frame = {
        x,
        y: y + CAPTION,
        width: (side * pixels.width) / longer,
        height: (side * pixels.height) / longer,
      };
      return (
        textLine(fittedText(caption, side, 11), x, y + CAPTION - 4, 'font-size="11"') + (await picture(pixels, frame))
      );
    }),
  );
  const right = columns * (side + GAP);
  const height = Math.max(rows * (side + CAPTION + GAP), scale ? LEAST_HEIGHT : 0) + HEAD;
  const width = Math.max(right + (scale ? COLOUR_BAR_WIDTH : 0), 320);
  const bar = scale && {
    id: `${name}-colours`,
    scale: scale.colours,
    label: scale.label,
    x: right,
    y: HEAD + CAPTION,
    height: Math.min(height - HEAD - CAPTION - GAP, 256),
  };
  const content =
    textLine(fittedText(title, width - 2, 14), 1, 16, 'font-size="14" font-weight="bold"') +
    images.join("") +
    (bar ? colourBar(bar) : "");
  const alt = `${title}. ${tiles.length} pictures: ${tiles.map(({ caption }) => caption).join(", ")}.`;
  return { name, title, alt, width, height, svg: drawing({ width, height, alt, content }) };
}

export interface MapSheetOptions extends Pick<SheetOptions, "name" | "title"> {
  /** [K,h,w] */
  readonly shape: readonly [number, number, number];
  readonly values: Float64Array;
  readonly captions: readonly string[];
  readonly colours: ColourMapName;
  readonly label: string;
}

/** Maps side by side in colours that they share: what is as bright is as large. `diverging` has 0 in its middle. */
export async function mapSheetFigure({
  shape,
  values,
  captions,
  colours,
  label,
  ...rest
}: MapSheetOptions): Promise<Figure> {
  const [, height, width] = shape;
  const scale = { colours: await colourMap(colours), ...limitsOf(values, colours === "diverging") };
  const size = height * width;
  const tiles = captions.map((caption, k) => ({
    caption,
    pixels: colouredMap(values.subarray(k * size, (k + 1) * size), height, width, scale),
  }));
  return await sheetFigure({ ...rest, tiles, scale: { colours: scale, label } });
}
