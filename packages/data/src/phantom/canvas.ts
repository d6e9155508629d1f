/** An ellipse in a picture that reaches from -1 to 1 in both directions, y downwards; `angle` in radians. */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
  readonly angle?: number;
}

/** Grey values of a square picture, painted shape by shape. */
export class Canvas {
  readonly size: number;
  readonly values: Float64Array;

  constructor(size: number, value: number) {
    this.size = size;
    this.values = new Float64Array(size * size).fill(value);
  }

  /** How much of each pixel lies inside the ellipse, 0 to 1: the edge is one pixel wide. */
  mask(ellipse: Ellipse): Float64Array {
    const { a, b, angle = 0 } = ellipse;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const pixel = 2 / this.size;
    return this.map((x, y) => {
      const dx = x - ellipse.x;
      const dy = y - ellipse.y;
      const u = (dx * cos + dy * sin) / a;
      const v = (dy * cos - dx * sin) / b;
      const outside = (Math.sqrt(u * u + v * v) - 1) * Math.min(a, b);
      return Math.min(1, Math.max(0, 0.5 - outside / pixel));
    });
  }

  /** Covers what lies under the mask with one grey value. */
  paint(mask: Float64Array, value: number): void {
    const { values } = this;
    for (let i = 0; i < values.length; i++) {
      const old = values[i] as number;
      values[i] = old + (value - old) * (mask[i] as number);
    }
  }

  /** Adds `amount` times the pattern. */
  add(pattern: Float64Array, amount: number): void {
    const { values } = this;
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) + amount * (pattern[i] as number);
  }

  /** A pattern as a function of the position. */
  map(value: (x: number, y: number, index: number) => number): Float64Array {
    const { size } = this;
    const pattern = new Float64Array(size * size);
    for (let row = 0, i = 0; row < size; row++) {
      const y = (row * 2 + 1) / size - 1;
      for (let column = 0; column < size; column++, i++) pattern[i] = value((column * 2 + 1) / size - 1, y, i);
    }
    return pattern;
  }

  /** The picture as 8-bit grey values. */
  toBytes(): Uint8Array {
    return Uint8Array.from(this.values, (value) => Math.min(255, Math.max(0, Math.round(value))));
  }
}
