/** The samples of a group, and how many of them each class has. */
export interface GroupMembers {
  readonly indices: readonly number[];
  /** By class, in the order of `classes`. */
  readonly counts: readonly number[];
}

export interface Groups {
  /** Distinct labels, ascending. */
  readonly classes: readonly number[];
  /** How many samples each class has. */
  readonly totals: readonly number[];
  /** By the code units of their names, whatever the order of the samples; those without a name come last, each alone. */
  readonly groups: readonly GroupMembers[];
}

export function groupMembers(labels: ArrayLike<number>, names: readonly (string | undefined)[]): Groups {
  const byName = new Map<string, number[]>();
  const alone: number[][] = [];
  for (const [i, name] of names.entries()) {
    const members = name === undefined ? undefined : byName.get(name);
    if (name === undefined) alone.push([i]);
    else if (members) members.push(i);
    else byName.set(name, [i]);
  }
  const sorted = [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, members]) => members);
  const classes = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const groups = [...sorted, ...alone].map((indices) => ({
    indices,
    counts: classes.map((label) => indices.filter((i) => labels[i] === label).length),
  }));
  const totals = classes.map((_, c) => groups.reduce((sum, { counts }) => sum + (counts[c] as number), 0));
  return { classes, totals, groups };
}
