import { createHash } from "node:crypto";

/**
 * Opaque ids of groups that may be patients': the rank of each among the hashes of all, so that the same groups have the same
 * ids in any order of rows, and nothing of a group's text remains.
 *
 * @example groupIds(["P7", "P9", "P7"]) // ["g000001", "g000000", "g000001"]
 */
export function groupIds(groups: readonly string[]): string[] {
  const hashOf = (group: string) => createHash("sha256").update(group).digest("hex");
  const hashes = [...new Set(groups)].map((group) => [hashOf(group), group] as const);
  hashes.sort(([one], [other]) => (one < other ? -1 : 1));
  const ids = new Map(hashes.map(([, group], rank) => [group, `g${String(rank).padStart(6, "0")}`]));
  return groups.map((group) => ids.get(group) as string);
}
