import { InputError, Replacements, TomogradError, UsageError, type AnyOp, type Replacement } from "@tomograd/kernels";
import { kernelsOf } from "@tomograd/kernels/verify";
import { repeated, type Kind } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { assignment } from "../options/special-kinds.ts";
import { builtInPlaces, placeOf, type Place } from "./built-in-places.ts";
import { replacementIn } from "./kernel-records.ts";
import { examined, loadModule, told } from "./load-module.ts";

const replacing: Kind<readonly [string, string]> = {
  ...assignment,
  placeholder: "<op.pass=file>",
  rule: "the name of a kernel or pass and a file with = between, such as conv2d.forward=./mine.ts",
};

/** The option of commands that run built-in ops. */
export const kernelOption = option(
  repeated(replacing),
  "a module of your own (.ts, .js) whose kernel, or op, takes the place of a built-in one; it is run",
  [],
);

/** What took a place, as `config.json` keeps it. */
export interface ReplacedKernel {
  /** Of the kernel or pass. */
  readonly name: string;
  /** The file's name, without its folder. */
  readonly module: string;
  /** Of the file's bytes. */
  readonly sha256: string;
}

export interface LoadedKernels {
  readonly named: Readonly<Record<string, Replacement>>;
  readonly replaced: readonly ReplacedKernel[];
  /** The built-in ops that run one of them. */
  readonly ops: readonly AnyOp[];
}

/**
 * Runs the modules that `--kernel` names; undefined where it names none.
 *
 * Throws a UsageError with the nearest name for a place that is not there, or that says which binding, param, input or
 * output differs; an InputError for a module that holds nothing of the kind, or that throws.
 */
export async function loadKernels(given: readonly (readonly [string, string])[]): Promise<LoadedKernels | undefined> {
  if (given.length === 0) return undefined;
  const places = builtInPlaces();
  const named: Record<string, Replacement> = {};
  const replaced: ReplacedKernel[] = [];
  for (const [name, path] of given) {
    const place = placeOf(name, places);
    if (Object.hasOwn(named, name))
      throw new UsageError({ subject: "--kernel", rule: "names every place once", received: `kernel=${name}` });
    const { exports, subject, module } = await loadModule(path, "kernel");
    const replacement = examined(subject, () => replacementIn(exports, subject));
    requireKind(name, place, replacement);
    tryOut(name, place, replacement, subject);
    named[name] = replacement;
    replaced.push({ name, module: subject, sha256: module.sha256 });
  }
  const used = new Set(replaced.flatMap(({ name }) => opsOf(placeOf(name, places), named[name]!)));
  return { named, replaced, ops: [...used] };
}

/** The ops that run what stands in a place. */
const opsOf = ({ passOf, launchedBy }: Place, replacement: Replacement): readonly AnyOp[] =>
  "bindings" in replacement ? launchedBy : [passOf!];

/** Where a name is a kernel's alone an op cannot stand, and where it is that of a pass of several kernels no kernel. */
function requireKind(name: string, { passOf, launchedBy, kernels }: Place, replacement: Replacement): void {
  const isKernel = "bindings" in replacement;
  if (isKernel ? launchedBy.length > 0 : passOf) return;
  throw new UsageError({
    subject: name,
    rule: isKernel
      ? "is a pass, whose place an op takes, which defineOp makes"
      : "is a kernel, whose place a kernel takes",
    received: `${isKernel ? "kernel" : "op"}=${replacement.name}`,
    advice: isKernel ? `Its op launches ${kernels.join(", ")}` : "Export one, which defineKernel makes",
  });
}

/** Goes through the launches of all cases on the host, so that what is wrong is said before anything runs. */
function tryOut(name: string, place: Place, replacement: Replacement, subject: string): void {
  const { into } = new Replacements({ [name]: replacement });
  try {
    for (const op of opsOf(place, replacement)) kernelsOf(into(op));
  } catch (cause) {
    if (cause instanceof TomogradError) throw cause;
    throw new InputError({ subject, rule: `must launch in the place of ${name}, but throws: ${told(cause)}`, cause });
  }
}
