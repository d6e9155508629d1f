import { escapeXml } from "../drawing/escape-xml.ts";
import { FONT_FAMILY } from "../drawing/render-png.ts";

export interface DrawingOptions {
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  /** Elements, safe already. */
  readonly content: string;
}

/** An SVG that stands by itself, as `Figure` wants it. */
export function drawing({ width, height, alt, content }: DrawingOptions): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-label="${escapeXml(alt)}" font-family="${FONT_FAMILY}, sans-serif" color="currentColor">${content}</svg>`
  );
}

/** A line of text. */
export function textLine(text: string, x: number, y: number, attributes = ""): string {
  return `<text x="${x}" y="${y}" fill="currentColor" ${attributes}>${escapeXml(text)}</text>`;
}
