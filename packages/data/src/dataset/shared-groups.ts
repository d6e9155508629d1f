type GroupIds = readonly (string | undefined)[];

/** How many groups have samples in more than one of the parts. */
export function sharedGroups(parts: readonly GroupIds[]): number {
  const counts = new Map<string, number>();
  for (const part of parts) {
    for (const group of new Set(part)) {
      if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
    }
  }
  return [...counts.values()].filter((count) => count > 1).length;
}

export function pick(groups: GroupIds, indices: Uint32Array): GroupIds {
  return Array.from(indices, (at) => groups[at]);
}
