/**
 * One text that the preprocessor turns into `present` where `condition` holds and into `absent` elsewhere: what both have
 * stands once, what differs between `#if` and `#endif`.
 */
export function mergeLines(condition: string, present: string, absent: string): string {
  const [a, b] = [present.split("\n"), absent.split("\n")];
  const common = longestCommon(a, b);
  const merged: string[] = [];
  let [i, j] = [0, 0];
  for (const [nextA, nextB] of [...common, [a.length, b.length] as const]) {
    const [onlyA, onlyB] = [a.slice(i, nextA), b.slice(j, nextB)];
    if (onlyA.length > 0) merged.push(`  #if \${${condition}}`, ...onlyA, ...(onlyB.length > 0 ? ["  #else"] : []));
    else if (onlyB.length > 0) merged.push(`  #if \${!${condition}}`);
    merged.push(...onlyB);
    if (onlyA.length + onlyB.length > 0) merged.push("  #endif");
    if (nextA < a.length) merged.push(a[nextA]!);
    [i, j] = [nextA + 1, nextB + 1];
  }
  return merged.join("\n");
}

/** The places of the lines of a longest common subsequence, in both texts. */
function longestCommon(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const lengths = Array.from({ length: a.length + 1 }, () => Array.from(b, () => 0).concat(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const places: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) places.push([i++, j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i += 1;
    else j += 1;
  }
  return places;
}
