import { escapeXml } from "../drawing/escape-xml.ts";
import type { MapColours } from "./heat-overlay.ts";

const STOPS = 32;
const TICKS = 5;

export interface ColourBarOptions {
  /** Unique in the page: the gradient's name. */
  readonly id: string;
  readonly scale: MapColours;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** A vertical colour bar as SVG elements: the highest value on top, five values beside it, and what they are. */
export function colourBar({ id, scale, label, x, y, height }: ColourBarOptions): string {
  const { colours, low, high } = scale;
  const stops = Array.from({ length: STOPS }, (_, i) => {
    const part = i / (STOPS - 1);
    const [red, green, blue] = colours[Math.round(part * (colours.length - 1))]!;
    return `<stop offset="${part.toFixed(4)}" stop-color="rgb(${red},${green},${blue})"/>`;
  }).join("");
  const step = (high - low) / (TICKS - 1);
  const ticks = Array.from({ length: TICKS }, (_, i) => {
    const at = y + height - (height * i) / (TICKS - 1);
    const text = tickText(low + i * step, step);
    return `<path d="M${x + 14} ${at}h5" stroke="currentColor"/><text x="${x + 22}" y="${at + 4}">${escapeXml(text)}</text>`;
  }).join("");
  const middle = y + height / 2;
  return (
    `<linearGradient id="${id}" x1="0" y1="1" x2="0" y2="0">${stops}</linearGradient>` +
    `<rect x="${x}" y="${y}" width="14" height="${height}" fill="url(#${id})" stroke="currentColor" stroke-width="0.5"/>` +
    `<g font-size="11" fill="currentColor">${ticks}` +
    `<text text-anchor="middle" transform="translate(${x + 72} ${middle}) rotate(-90)">${escapeXml(label)}</text></g>`
  );
}

/** Pixels from the bar's left edge to the end of its label. */
export const COLOUR_BAR_WIDTH = 84;

/** A value with as many digits as its distance from the next one needs. */
function tickText(value: number, step: number): string {
  if (step === 0) return value.toPrecision(3);
  const digits = Math.max(0, 1 - Math.floor(Math.log10(step)));
  const text = digits > 4 || Math.abs(value) >= 1e5 ? value.toExponential(1) : value.toFixed(digits);
  return Number(text) === 0 ? "0" : text;
}
