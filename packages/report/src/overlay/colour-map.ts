/** Colours for values from 0 to 1, and `diverging` for values around 0, which is white, negative blue and positive red. */
export type ColourMapName = "inferno" | "viridis" | "turbo" | "diverging";

export type Colour = readonly [red: number, green: number, blue: number];

const STEPS = 256;

/**
 * 256 colours of 8 bits from the lowest value to the highest. inferno and viridis (van der Walt and Smith, 2015) look as
 * even as the values are, also in grey and to colour-blind eyes; turbo (Mikhailov, 2019) shows more detail at the cost of both.
 * diverging is ColorBrewer's RdBu, turned around. Source of the tables: d3-scale-chromatic.
 */
export async function colourMap(name: ColourMapName): Promise<readonly Colour[]> {
  // Loaded where it is needed: most commands draw nothing.
  const { interpolateInferno, interpolateRdBu, interpolateTurbo, interpolateViridis } =
    await import("d3-scale-chromatic");
  const maps = {
    inferno: interpolateInferno,
    viridis: interpolateViridis,
    turbo: interpolateTurbo,
    diverging: (part: number) => interpolateRdBu(1 - part),
  };
  return Array.from({ length: STEPS }, (_, i) => parsed(maps[name](i / (STEPS - 1))));
}

/** Where `value` stands between `low` and `high`, as a place in the table. */
export function colourIndex(value: number, { low, high }: { readonly low: number; readonly high: number }): number {
  const part = high > low ? (value - low) / (high - low) : 0;
  return Math.round(Math.min(Math.max(part, 0), 1) * (STEPS - 1));
}

/** `#rrggbb` or `rgb(r, g, b)`. */
function parsed(text: string): Colour {
  const numbers = text.startsWith("#")
    ? text
        .slice(1)
        .match(/../g)!
        .map((part) => Number.parseInt(part, 16))
    : text.match(/\d+/g)!.map(Number);
  return [numbers[0]!, numbers[1]!, numbers[2]!];
}
