import { ops, Replacements, UsageError, type AnyOp } from "@tomograd/kernels";
import { shownName } from "@tomograd/data";
import { text } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { nearest } from "../options/nearest.ts";
import { loadKernels } from "./kernel-option.ts";
import { loadOps } from "./load-module.ts";
import { ownOp } from "./own-op.ts";

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

export interface ReplacedOptions {
  readonly module: string | undefined;
  readonly kernel: readonly (readonly [string, string])[];
}

export interface ReplacedOps {
  /** The ops named, or all that are concerned, with what `--kernel` has put into them. */
  readonly ops: readonly AnyOp[];
  /** The same as they are built in. */
  readonly builtIn: readonly AnyOp[];
  readonly replacements: Replacements | undefined;
}

/**
 * The ops that a command line means. With `--kernel` those that run what it names, unless others are named.
 *
 * Throws a UsageError where `--kernel` stands beside `--module`, or the ops named run nothing of what it names.
 */
export async function findReplacedOps(
  names: readonly string[],
  { module, kernel }: ReplacedOptions,
): Promise<ReplacedOps> {
  if (module !== undefined && kernel.length > 0)
    throw new UsageError({ subject: "--kernel", rule: "replaces in built-in ops", received: "--module beside it" });
  const named = await findOps(names, module);
  const loaded = await loadKernels(kernel);
  if (!loaded) return { ops: named, builtIn: named, replacements: undefined };
  const builtIn = names.length > 0 ? named : loaded.ops;
  const missed = loaded.ops.every((op) => !builtIn.includes(op));
  if (missed) {
    throw new UsageError({
      subject: "--kernel",
      rule: "must replace something that the ops named run",
      received: `kernel=${kernel.map(([name]) => name).join(",")}`,
      advice: `It is run by ${loaded.ops.map(({ name }) => name).join(", ")}`,
    });
  }
  const replacements = new Replacements(loaded.named);
  return { ops: builtIn.map(replacements.into), builtIn, replacements };
}

/** The op named; of a module that holds one alone, or a kernel that one alone runs, that one. Throws as `findReplacedOps` does. */
export async function findOneOp(
  command: string,
  name: string | undefined,
  options: ReplacedOptions,
): Promise<{ readonly op: AnyOp; readonly replacements: Replacements | undefined }> {
  const isTold = name !== undefined || options.module !== undefined || options.kernel.length > 0;
  const named = name === undefined ? [] : [name];
  const { ops: found, replacements } = isTold ? await findReplacedOps(named, options) : { ops: [] };
  if (found.length === 1) return { op: found[0]!, replacements };
  throw new UsageError({
    subject: command,
    rule: "needs the name of an op",
    received: found.length === 0 ? "nothing" : `ops=${found.map((op) => op.name).join(",")}`,
    advice: found.length === 0 ? "op list tells them" : "Name one of these",
  });
}

/** The ops named, or all: of the built-in ones, or of a module. */
export async function findOps(names: readonly string[], module?: string): Promise<readonly AnyOp[]> {
  const own = module === undefined ? undefined : (await loadOps(module)).map(ownOp);
  return names.length > 0 ? names.map((name) => findOp(name, own)) : (own ?? Object.values(ops));
}
