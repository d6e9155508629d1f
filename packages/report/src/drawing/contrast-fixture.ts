/** WCAG's contrast of two colours, each three parts from 0 to 255, in [1, 21]. */
export function contrastOf(a: readonly number[], b: readonly number[]): number {
  const [low = 0, high = 0] = [luminanceOf(a), luminanceOf(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

export function partsOf(color: string): number[] {
  return Array.from(color.matchAll(/[0-9a-f]{2}/g), ([part]) => Number.parseInt(part, 16));
}

function luminanceOf(color: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
