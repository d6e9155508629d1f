import { ops, UsageError, type AnyOp } from "@tomograd/kernels";
import { shownName } from "@tomograd/data";
import { nearest } from "../options/nearest.ts";

/** The op of that name. Throws a UsageError with the nearest name. */
export function findOp(name: string): AnyOp {
  const known = Object.values(ops) as readonly AnyOp[];
  const found = known.find((op) => op.name === name);
  if (found) return found;
  const names = known.map((op) => op.name);
  const meant = nearest(name, names);
  throw new UsageError({
    subject: "op",
    rule: "must be one of op list",
    received: `op=${shownName(name)}`,
    advice: meant ? `Did you mean ${meant}?` : `Known are ${names.join(", ")}`,
  });
}

/** The ops named, or all. */
export function findOps(names: readonly string[]): readonly AnyOp[] {
  return names.length > 0 ? names.map(findOp) : Object.values(ops);
}
