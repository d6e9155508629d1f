/** Rows and columns of a thumbnail. */
const SIDE = 16;

/** The image as the means of 16 by 16 cells, stretched to the whole range of a byte. */
export function thumbnail(grey: Float32Array, height: number, width: number): Uint8Array {
  const means = cellMeans(grey, { height, width }, { height: SIDE, width: SIDE });
  const [min, max] = [Math.min(...means), Math.max(...means)];
  return Uint8Array.from(means, (mean) => (max > min ? Math.round((255 * (mean - min)) / (max - min)) : 0));
}

/** Pearson's correlation of two thumbnails; 0 where one is of a single brightness. */
export function correlation(a: Uint8Array, b: Uint8Array): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += x * y;
  }
  const spread = (squaresA - sumA ** 2 / a.length) * (squaresB - sumB ** 2 / a.length);
  return spread > 0 ? (products - (sumA * sumB) / a.length) / Math.sqrt(spread) : 0;
}

interface Extent {
  readonly height: number;
  readonly width: number;
}

/** Means of the cells of a grid, row by row; cells of an image with fewer pixels than cells share some. */
export function cellMeans(grey: Float32Array, size: Extent, grid: Extent): Float64Array {
  const means = new Float64Array(grid.height * grid.width);
  for (let row = 0, cell = 0; row < grid.height; row++) {
    const [top, bottom] = bounds(row, grid.height, size.height);
    for (let column = 0; column < grid.width; column++, cell++) {
      const [left, right] = bounds(column, grid.width, size.width);
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += grey[y * size.width + x]!;
      means[cell] = sum / ((bottom - top) * (right - left));
    }
  }
  return means;
}

function bounds(cell: number, cells: number, size: number): [from: number, to: number] {
  const from = Math.floor((cell * size) / cells);
  return [from, Math.max(from + 1, Math.floor(((cell + 1) * size) / cells))];
}
