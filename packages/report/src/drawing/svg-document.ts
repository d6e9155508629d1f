import type { Figure } from "../figures/figure.ts";
import { renderPng, type RenderPngOptions } from "./render-png.ts";

const PAPER = "#ffffff";
const PRINT_INK = "#1f2328";

/**
 * A figure as a file of its own: dark on white wherever it is opened.
 *
 * @example await writeFile(`${figure.name}.svg`, svgDocument(figure));
 */
export function svgDocument({ svg }: Figure): string {
  const paper = `<rect width="100%" height="100%" fill="${PAPER}"/>`;
  const drawing = svg.replace("<svg ", `<svg color="${PRINT_INK}" `).replace("</title>", `</title>${paper}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drawing}\n`;
}

/** A figure as a picture, as its document looks. */
export function figurePng(figure: Figure, options?: Pick<RenderPngOptions, "scale">): Promise<Uint8Array> {
  return renderPng(svgDocument(figure), { ...options, background: PAPER });
}
