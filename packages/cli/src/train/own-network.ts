import { shownName } from "@tomograd/data";
import { InputError, UsageError, type Shape } from "@tomograd/kernels";
import { Model } from "@tomograd/model";
import { z } from "zod";
import { loadModule, told } from "../op/load-module.ts";
import { flagOf } from "../options/option.ts";

/** A network that a module of the user's makes, anew each time, and what tells the module again. */
export interface OwnNetwork {
  readonly name: string;
  readonly sha256: string;
  readonly make: () => Model;
}

/** Options that describe the documented network. */
export const DOCUMENTED_ONLY = ["preset", "filters", "l2", "dropout", "bnAxis"] as const;

/** Throws a UsageError for options of the documented network beside one's own. */
export function refuseDocumented(given: ReadonlySet<string>): void {
  const other = DOCUMENTED_ONLY.filter((key) => given.has(key));
  if (other.length === 0) return;
  throw new UsageError({
    subject: "--module",
    rule: "makes the network in place of the documented one",
    received: other.map(flagOf).join(" "),
    advice: "Leave one out",
  });
}

/**
 * The network of a module's default export, a function of the images' shape [C,H,W].
 *
 * Throws an InputError for a module without one, and for a network that does not give images of that shape one probability,
 * by a sigmoid.
 */
export async function ownNetwork(path: string, inputShape: Shape): Promise<OwnNetwork> {
  const { subject, module, exports } = await loadModule(path);
  const { default: make } = exports;
  const refuse = (rule: string, received: string): never => {
    throw new InputError({ subject, rule, received });
  };
  if (typeof make !== "function" || make.prototype instanceof Model)
    return refuse("must have a function of the images' shape as its default export", `default=${typeof make}`);
  const network = (): Model => {
    const made = attempt(() => (make as (shape: Shape) => unknown)(inputShape), subject);
    if (made instanceof Model) return made;
    return refuse("its default export must return a Sequential or a Model", typeof made);
  };
  const model = network();
  const shapes = `input=[${model.inputShape.join(",")}] output=[${model.outputShape.join(",")}]`;
  if (model.inputShape.join() !== inputShape.join() || model.outputShape.join() !== "1" || !model.endsInSigmoid)
    refuse(`its network must take [${inputShape.join(",")}] and end in one unit with a sigmoid`, shapes);
  if (network() === model) refuse("its default export must make a new network each time", "the same one twice");
  return { ...module, make: network };
}

/** What goes wrong in it is the module's, and no bug of the program's. */
function attempt<T>(make: () => T, subject: string): T {
  try {
    return make();
  } catch (cause) {
    throw new InputError({ subject, rule: `its default export must not throw, but does: ${told(cause)}`, cause });
  }
}

/** What `config.json` and `study.json` keep of the module. */
export const networkRecord = z.object({ name: z.string().regex(/^[\w.-]{1,200}$/), sha256: z.string() });

/** The flags of code of one's own, which going on wants again: with a space before each, and nothing where there are none. */
export function ownCodeFlags({ module, kernel = [] }: NamedCode): string {
  const flags = [
    ...(module === undefined ? [] : [`--module ${module}`]),
    ...kernel.map(([name, file]) => `--kernel ${name}=${file}`),
  ];
  return flags.map((flag) => ` ${shownName(flag)}`).join("");
}

interface NamedCode {
  readonly module?: string | undefined;
  readonly kernel?: readonly (readonly [string, string])[];
}

/** Throws a UsageError where a run, or a study, that goes on is not given the module that it began with. */
export function requireSameNetwork(before: Known | undefined, now: Known | undefined, what = "run"): void {
  if (before?.sha256 === now?.sha256) return;
  const shown = (one: Known | undefined): string => (one ? `${one.name} ${one.sha256.slice(0, 12)}` : "none");
  throw new UsageError({
    subject: "--resume",
    rule: `a ${what} goes on with the network that it began with`,
    received: `module=${shown(now)} instead of ${shown(before)}`,
    advice: before ? `Pass --module ${before.name}, as it was then` : "Leave --module out",
  });
}

type Known = Pick<OwnNetwork, "name" | "sha256">;
