/** Of no and of most: between them, either black or white can be read at a contrast of 4.5 at least. */
export const CELL_COLORS = ["#e8f1fa", "#08306b"] as const;

type Rgb = readonly [red: number, green: number, blue: number];

/** The colour of a share in [0, 1], as charts interpolate it. */
export function cellColor(share: number): Rgb {
  const [low, high] = CELL_COLORS.map(parts) as [Rgb, Rgb];
  return [0, 1, 2].map((i) => low[i]! + (high[i]! - low[i]!) * share) as unknown as Rgb;
}

/** Black or white, whichever has the larger contrast to a colour. Source: WCAG 2.2, relative luminance. */
export function inkOn(color: Rgb): string {
  const [red, green, blue] = color.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) ** 2 > 1.05 * 0.05 ? "#000000" : "#ffffff";
}

function parts(color: string): Rgb {
  const number = Number.parseInt(color.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
