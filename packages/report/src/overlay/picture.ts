import { writePng, type PngPixels } from "@tomograd/data";

/** Where a picture stands in a drawing. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels as an SVG image that carries them itself, as a PNG in a data URI; every pixel stays a sharp square. */
export async function picture(pixels: PngPixels, { x, y, width, height }: Frame): Promise<string> {
  const base64 = Buffer.from(await writePng(pixels)).toString("base64");
  return (
    `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" ` +
    `image-rendering="pixelated" href="data:image/png;base64,${base64}"/>`
  );
}
