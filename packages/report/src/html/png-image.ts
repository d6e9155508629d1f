import { Buffer } from "node:buffer";
import { html, type Html } from "./html.ts";

/** An image of the data as the page holds it. */
export interface PngImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** An image inside the page itself; small ones are magnified by a whole factor, so that no pixel is blurred. */
export function pngImage({ png, width, height }: PngImage, alt: string): Html {
  const factor = Math.max(1, Math.floor(LEAST / Math.max(width, height)));
  const source = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return html`<img src="${source}" alt="${alt}" width="${width * factor}" height="${height * factor}" />`;
}

/** Pixels that the longer side of an image on the page should have. */
const LEAST = 160;
