import type { DrawnCase } from "./draw-case.ts";

/**
 * The case with one array for two of its inputs, as in `x * x`, and which they are; none where no two are alike. Inputs
 * whose values the case itself chooses have ranges of their own, so they take no part.
 */
export function oneArrayTwice(drawn: DrawnCase): [where: string, DrawnCase][] {
  const entries = Object.entries(drawn.inputs).filter(([name]) => drawn.anyValues.includes(name));
  for (const [at, [name, array]] of entries.entries()) {
    const other = entries.slice(at + 1).find(([, { shape }]) => shape.join() === array.shape.join());
    if (other)
      return [
        [`, where ${name} and ${other[0]} are one array`, { ...drawn, inputs: { ...drawn.inputs, [other[0]]: array } }],
      ];
  }
  return [];
}
