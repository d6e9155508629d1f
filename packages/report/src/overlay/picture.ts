import { writePng, type PngPixels } from "@tomograd/data";

/** Where a picture stands in a drawing. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** From this magnification on pixels stay sharp squares, which say something of themselves then. */
const SHARP = 8;

/** Pixels as an SVG image that carries them itself, as a PNG in a data URI. */
export async function picture(pixels: PngPixels, { x, y, width, height }: Frame): Promise<string> {
  const base64 = Buffer.from(await writePng(pixels)).toString("base64");
  // The old name of "pixelated", which more programs know.
  const rendering = width >= SHARP * pixels.width ? 'image-rendering="optimizeSpeed" ' : "";
  return (
    `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" ` +
    `${rendering}href="data:image/png;base64,${base64}"/>`
  );
}
