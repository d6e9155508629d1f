interface Operands {
  readonly a: number;
  readonly b: number;
}

/** `a^b`; 0 where that is no number. */
export function power({ a, b }: Operands): number {
  const value = a ** b;
  return Number.isNaN(value) ? 0 : value;
}

export const derivatives = {
  a: ({ a, b }: Operands): number => (b === 0 ? 0 : b * power({ a, b: b - 1 })),
  b: ({ a, b }: Operands): number => (a > 0 ? power({ a, b }) * Math.log(a) : 0),
};
