import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface RenderPngOptions {
  /** Pixels of the picture for one of the drawing. Default 2, for screens of a high resolution and for print. */
  readonly scale?: number;
  /** Any CSS colour. Default white. */
  readonly background?: string;
}

/** The only font: the same picture on every machine, whatever is installed there. */
export const FONT_FAMILY = "DejaVu Sans";

/**
 * Draws an SVG as PNG, with the font that comes along.
 *
 * @example await writeFile("roc.png", await renderPng(figure.svg));
 */
export async function renderPng(
  svg: string,
  { scale = 2, background = "#ffffff" }: RenderPngOptions = {},
): Promise<Uint8Array> {
  // Loaded where it is needed: most commands draw nothing.
  const { renderAsync } = await import("@resvg/resvg-js");
  const image = await renderAsync(svg, {
    background,
    fitTo: { mode: "zoom", value: scale },
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FONT_FAMILY },
  });
  return image.asPng();
}

export function fontFiles(): string[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");
  return ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => join(folder, file));
}
