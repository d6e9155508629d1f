import { UsageError } from "../errors.ts";
import type { AnyKernel, Binding } from "../kernel/define-kernel.ts";
import type { AnyOp } from "./any-op.ts";
import type { InputSpec, OutputSpec } from "./define-op.ts";
import { mapValues } from "./map-values.ts";

/** Throws a UsageError that says which binding or param of `own` is not as in `kernel`, whose place it takes. */
export function requireSameKernel(kernel: AnyKernel, own: AnyKernel): void {
  requireSame(kernel.name, "the kernel in its place", [
    ["binding", bindingsOf(kernel), bindingsOf(own)],
    ["param", kernel.params, own.params],
  ]);
}

/** Throws a UsageError that says which input, output or param of `own` is not as in `op`, whose pass it takes. */
export function requireSameOp(op: AnyOp, own: AnyOp): void {
  requireSame(op.name, "the op in its place", [
    ["input", mapValues(op.inputs, describeInput), mapValues(own.inputs, describeInput)],
    ["output", mapValues(op.outputs, describeOutput), mapValues(own.outputs, describeOutput)],
    ["param", mapValues(op.params, describe), mapValues(own.params, describe)],
  ]);
}

type Facts = Readonly<Record<string, string>>;

function requireSame(subject: string, what: string, kinds: readonly (readonly [string, Facts, Facts])[]): void {
  for (const [kind, expected, given] of kinds) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(given)])];
    const name = names.find((one) => expected[one] !== given[one]);
    if (name === undefined) continue;
    throw new UsageError({
      subject,
      rule: `${what} must have the same ${kind}s`,
      received: `${kind} ${name}=${given[name] ?? "none"}`,
      advice: expected[name] === undefined ? `There is no ${name}` : `It is ${expected[name]}`,
    });
  }
}

const bindingsOf = ({ bindings }: AnyKernel): Facts => mapValues(bindings as Record<string, Binding>, describeBinding);

function describeBinding({ access, element, optional }: Binding): string {
  const text = `${access === "read" ? "read" : "write"}("${element}")`;
  return optional ? `optional(${text})` : text;
}

const describeInput = ({ optional = false, dtype = "f32" }: InputSpec): string =>
  `${optional ? "optional " : ""}${dtype}`;

const describeOutput = ({ dtype = "f32", updates }: OutputSpec): string =>
  `${dtype}${updates === undefined ? "" : ` that updates ${updates}`}`;

const describe = ({ describe: text }: { readonly describe: string }): string => text;
