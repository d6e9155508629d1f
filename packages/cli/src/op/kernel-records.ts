import { shownName } from "@tomograd/data";
import { InputError, type AnyKernel, type Replacement } from "@tomograd/kernels";
import { everyOp } from "./op-records.ts";

const ACCESSES = ["read", "read_write"];
const ELEMENTS = ["f32", "vec4f", "u32", "vec4u", "atomic<u32>"];
const TYPES = ["f32", "u32", "i32"];

/**
 * The one kernel or op that a module exports to take the place of another, found by what it holds.
 *
 * Throws an InputError where there is none, or more than one, or it is incomplete.
 */
export function replacementIn(exports: Readonly<Record<string, unknown>>, subject: string): Replacement {
  const kernels = Object.entries(exports).flatMap(([key, value]) =>
    looksLikeKernel(value) ? [completeKernel(key, value, subject)] : [],
  );
  // One may be exported under several names, as the default for instance.
  const [found, ...more] = new Set<Replacement>([...kernels, ...everyOp(exports, subject)]);
  if (found && more.length === 0) return found;
  throw new InputError({
    subject,
    rule: "must export one kernel, which defineKernel makes, or one op, which defineOp makes",
    received: found
      ? `exports=${[found, ...more].map(({ name }) => shownName(name)).join(",")}`
      : `exports=${shownName(Object.keys(exports).join(",") || "none")}`,
    advice: found
      ? "Leave the others unexported"
      : "tomograd op new <name> --kernel <op.pass> writes one to start from",
  });
}

type Fields = Readonly<Record<string, unknown>>;

/** Something with a grid, a body or bindings is meant to be a kernel, even where the rest is missing. */
function looksLikeKernel(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null) return false;
  const { bindings, body, grid } = value as Fields;
  return typeof bindings === "object" && (typeof body === "function" || typeof grid === "function");
}

function completeKernel(key: string, value: Fields, subject: string): AnyKernel {
  const refuse = (rule: string, received: string): never => {
    throw new InputError({ subject, rule: `the kernel ${shownName(key)} ${rule}`, received });
  };
  const records = { bindings: isBinding, params: isType, variants: isVariant };
  for (const [field, isFine] of Object.entries(records)) {
    const record = value[field];
    if (typeof record !== "object" || record === null)
      refuse(`must hold ${field}, an object`, `${field}=${typeof record}`);
    const wrong = Object.entries(record as Fields).find(([, entry]) => !isFine(entry));
    if (wrong) refuse(`must hold ${field} as defineKernel takes them`, shownName(`${field}.${wrong[0]}`));
  }
  if (Object.keys(value["variants"] as Fields).length === 0) refuse("must have a variant", "variants=none");
  for (const field of ["grid", "body"])
    if (typeof value[field] !== "function") refuse(`must hold ${field}, a function`, `${field}=${typeof value[field]}`);
  if (typeof value["name"] !== "string" || !/^\w+(\.\w+)*$/.test(value["name"]))
    refuse("must have a name such as conv2d.forward", `name=${shownName(String(value["name"]))}`);
  return value as unknown as AnyKernel;
}

function isBinding(value: unknown): boolean {
  const { access, element, optional } = (value ?? {}) as Fields;
  return ACCESSES.includes(access as string) && ELEMENTS.includes(element as string) && typeof optional === "boolean";
}

const isType = (value: unknown): boolean => TYPES.includes(value as string);

function isVariant(value: unknown): boolean {
  const { workgroupSize } = (value ?? {}) as Fields;
  return Number.isInteger(workgroupSize) && (workgroupSize as number) > 0;
}
