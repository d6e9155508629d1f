/** Where markers are burned in, and where collimators and paddings show: the corners, and the outermost line of pixels. */
export type BorderFeature = "topLeft" | "topRight" | "bottomLeft" | "bottomRight" | "edge";

/** The mean brightness of each corner (an eighth of the shorter side, squared) and of the edge. */
export function borderFeatures(
  grey: Float32Array,
  height: number,
  width: number,
  scale: number,
): Record<BorderFeature, number> {
  const side = Math.max(1, Math.round(Math.min(height, width) / 8));
  const meanOf = (top: number, left: number): number => {
    let sum = 0;
    for (let y = top; y < top + side; y++) for (let x = left; x < left + side; x++) sum += grey[y * width + x]!;
    return sum / side ** 2 / scale;
  };
  let [edge, count] = [0, 0];
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step, count++) edge += grey[y * width + x]!;
  }
  return {
    topLeft: meanOf(0, 0),
    topRight: meanOf(0, width - side),
    bottomLeft: meanOf(height - side, 0),
    bottomRight: meanOf(height - side, width - side),
    edge: edge / count / scale,
  };
}
