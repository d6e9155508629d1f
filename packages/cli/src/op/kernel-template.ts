import { UsageError, type AnyKernel, type Binding, type Variant } from "@tomograd/kernels";
import type { BuiltInKernel } from "./built-in-places.ts";
import { mergeLines } from "./merge-lines.ts";

/**
 * A kernel of one's own to start from: what a built-in one binds and is told, and the WGSL of its last variant, which takes
 * every shape. Throws a UsageError for a kernel whose text is made of its shapes.
 */
export function kernelTemplate(name: string, { name: place, ops, launches }: BuiltInKernel): string {
  const { kernel, constants } = launches[0]!;
  const variant = Object.values<Variant>(kernel.variants).at(-1)!;
  const { declarations, body } = textsOf({ name: place, ops, launches });
  const bindings = Object.entries(kernel.bindings as Record<string, Binding>);
  const used = ["read", "write", "optional"].filter((word) => bindings.some(([, one]) => written(one).includes(word)));
  const command = (verb: string): string => `//   tomograd ${verb} --kernel ${place}=./${name}.ts`;
  const context = (text: string): string => (text.includes("${has.") ? "({ has })" : "()");
  const types = Object.entries(constants).map(([key, value]) => `    readonly ${key}: ${typeof value};`);
  return `import { ${["defineKernel", ...used, "ops", "wgsl"].sort((a, b) => a.localeCompare(b)).join(", ")} } from "@tomograd/kernels";
import { kernelsOf } from "@tomograd/kernels/verify";

// Takes the place of ${place}, in
${command("op check")}
${command("op bench")}
${command("train")}
const builtIn = kernelsOf(ops.${ops[0]!.name}).get("${place}")![0]!.kernel;

export const ${name} = defineKernel({
  name: "${name}",
  // Names and types of bindings and params must stay as they are, and so must what the arrays hold.
  bindings: {
${bindings.map(([key, one]) => `    ${key}: ${written(one)},`).join("\n")}
  },
  // Numbers of one dispatch, in WGSL params.<name>; params.extent is how many threads, or workgroups, have work.
  params: ${inline(kernel.params as object)},
${types.length > 0 ? `  // Compiled in, in WGSL by these names.\n  constants: {} as {\n${types.join("\n")}\n  },\n` : ""}  // More of them if you like, with takes to say which shapes each suits: the first that fits is used.
  variants: { plain: ${inline(variant)} },
  // How much work there is: { threads } or { workgroups }.
  grid: builtIn.grid,
${declarations === "" ? "" : `  declarations: ${context(declarations)} => wgsl\`${declarations}\`,\n`}  body: ${context(body)} => wgsl\`${body}\`,
});
`;
}

/** Its test, for vitest. */
export const kernelTestTemplate = (name: string, { name: place, ops }: BuiltInKernel): string =>
  `import { ops, Replacements } from "@tomograd/kernels";
import { openNull, openWebGpu } from "@tomograd/kernels/node";
import { checkOp, Harness } from "@tomograd/kernels/verify";
import { expect, test } from "vitest";
import { ${name} } from "./${name}.ts";

const { into } = new Replacements({ "${place}": ${name} });
const minutes = 60_000;

test.each([${ops.map((op) => `ops.${op.name}`).join(", ")}])("$name passes every check with it", { timeout: 10 * minutes }, async (op) => {
  const harness = new Harness({ open: openWebGpu, openNull });
  try {
    expect((await checkOp(harness, into(op))).failures).toEqual([]);
  } finally {
    harness.close();
  }
});
`;

function inline(record: object): string {
  const fields = Object.entries(record).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return fields.length > 0 ? `{ ${fields.join(", ")} }` : "{}";
}

function written({ access, element, optional }: Binding): string {
  const text = `${access === "read" ? "read" : "write"}("${element}")`;
  return optional ? `optional(${text})` : text;
}

/** The WGSL of the last variant as it stands in a template, the same for all launches. */
function textsOf({ name, launches }: BuiltInKernel): { readonly declarations: string; readonly body: string } {
  const [first, ...others] = launches.map(({ kernel, constants }) => ({
    declarations: template(kernel, constants, (context) => kernel.declarations?.(context) ?? ""),
    body: template(kernel, constants, (context) => kernel.body(context)),
  }));
  if (others.every(({ declarations, body }) => declarations === first!.declarations && body === first!.body))
    return first!;
  throw new UsageError({
    subject: "--kernel",
    rule: "must name a kernel whose WGSL is the same for all shapes",
    received: `kernel=${name}`,
    advice: "tomograd op show prints it for given shapes, op new without --kernel writes an op",
  });
}

type Context = Parameters<AnyKernel["body"]>[0];

/** What `write` returns, with \`#if\` where it depends on the optional bindings. */
function template(kernel: AnyKernel, constants: object, write: (context: Context) => string): string {
  const variant = Object.values<Variant>(kernel.variants).at(-1)!;
  const bindings = Object.entries(kernel.bindings as Record<string, Binding>);
  const vary = (open: readonly string[], has: Readonly<Record<string, boolean>>): string => {
    const [name, ...rest] = open;
    if (name === undefined) return escaped(write({ constants, variant, has }));
    return mergeLines(`has.${name}`, vary(rest, { ...has, [name]: true }), vary(rest, { ...has, [name]: false }));
  };
  const optional = bindings.flatMap(([name, binding]) => (binding.optional ? [name] : []));
  return vary(optional, Object.fromEntries(bindings.map(([name]) => [name, true])));
}

/** Lines that the preprocessor has left blank are dropped, but for the one that the text begins on. */
const escaped = (text: string): string =>
  text
    .split("\n")
    .filter((line, i) => i === 0 || line.trim() !== "")
    .join("\n")
    .replace(/[`\\]|\$(?=\{)/g, "\\$&");
