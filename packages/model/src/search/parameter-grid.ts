import { UsageError } from "@tomograd/kernels";

/** Values to try, by the name of what they are tried for. */
export type Grid<V = unknown> = Readonly<Record<string, readonly V[]>>;

/** One point of a grid: a value for each of its names. */
export type Candidate<V = unknown> = Readonly<Record<string, V>>;

/**
 * Every combination of a grid's values, or of one grid after the other: names in the order of their code units, the last name
 * changes fastest. An empty grid has one candidate, which says nothing.
 *
 * @throws UsageError for a name without any value. Source: scikit-learn `model_selection.ParameterGrid`.
 * @example parameterGrid({ learningRate: [1e-3, 3e-4], filters: [[16, 8], [8, 4]] }) // 4 candidates, filters first
 */
export function parameterGrid<V>(grid: Grid<V> | readonly Grid<V>[]): Candidate<V>[] {
  const grids = Array.isArray(grid) ? (grid as readonly Grid<V>[]) : [grid as Grid<V>];
  return grids.flatMap(combinations);
}

function combinations<V>(grid: Grid<V>): Candidate<V>[] {
  let all: Candidate<V>[] = [{}];
  for (const name of Object.keys(grid).sort()) {
    const values = grid[name]!;
    if (values.length === 0) {
      throw new UsageError({ subject: "ParameterGrid", rule: "each name needs a value", received: `${name}=[]` });
    }
    all = all.flatMap((candidate) => values.map((value) => ({ ...candidate, [name]: value })));
  }
  return all;
}
