const Z = 1.959963984540054;

/** Wilson's interval for a share `successes / total`, at 95 %. Undefined for none at all. */
export function wilson(successes: number, total: number): readonly [number, number] | undefined {
  if (total === 0) return undefined;
  const share = successes / total;
  const scale = 1 / (1 + Z ** 2 / total);
  const centre = scale * (share + Z ** 2 / (2 * total));
  const half = scale * Z * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
