import { ops, UsageError, type AnyOp } from "@tomograd/kernels";
import { shownName } from "@tomograd/data";
import { text } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { nearest } from "../options/nearest.ts";
import { loadOps } from "./load-module.ts";

/** The option of commands that work on ops of one's own as well. */
export const moduleOption = option(
  text("<file>"),
  "a module of your own (.ts, .js) whose ops alone are meant; it is run",
  undefined,
);

/** The op of that name, a built-in one unless others are given. Throws a UsageError with the nearest name. */
export function findOp(name: string, own?: readonly AnyOp[]): AnyOp {
  const known: readonly AnyOp[] = own ?? Object.values(ops);
  const found = known.find((op) => op.name === name);
  if (found) return found;
  const names = known.map((op) => op.name);
  const meant = nearest(name, names);
  throw new UsageError({
    subject: "op",
    rule: own ? "must be one of the module's" : "must be one of op list",
    received: `op=${shownName(name)}`,
    advice: meant ? `Did you mean ${meant}?` : `Known are ${names.join(", ")}`,
  });
}

/** The ops named, or all: of the built-in ones, or of a module. */
export async function findOps(names: readonly string[], module?: string): Promise<readonly AnyOp[]> {
  const own = module === undefined ? undefined : await loadOps(module);
  return names.length > 0 ? names.map((name) => findOp(name, own)) : (own ?? Object.values(ops));
}
