import { requireIdentifier } from "./identifier.ts";

/** Scalar types of a params struct. */
export type ScalarType = "u32" | "i32" | "f32";

/** Fields in declaration order; all are 4 bytes wide, so the WGSL layout has no holes. */
export type StructFields = Readonly<Record<string, ScalarType>>;

/** The values of one dispatch. */
export type StructValues<F extends StructFields> = { readonly [K in keyof F]: number };

/** What the launcher adds in front of a kernel's own params: how many threads (or workgroups) have work. */
export const HEADER: StructFields = { extent: "u32" };

const TYPES: readonly ScalarType[] = ["u32", "i32", "f32"];
const TAKEN: ReadonlySet<string> = new Set(Object.keys(HEADER));

/**
 * Declares the params of a kernel, or of several that take the same.
 *
 * Throws a TypeError for a type that is none of u32, i32 and f32, for a name that WGSL cannot have, and for `extent`, the
 * launcher's own.
 *
 * @example
 * const sizes = struct({ count: "u32", rate: "f32" });
 * const forward = defineKernel({ params: sizes, grid: ({ params }) => ({ threads: params.count }), ... });
 */
export function struct<const F extends StructFields>(fields: F): F {
  requireFields("struct: ", fields);
  return Object.freeze({ ...fields });
}

export function requireFields(subject: string, fields: StructFields): void {
  for (const [name, type] of Object.entries(fields)) {
    requireIdentifier(subject, name, TAKEN);
    if (!TYPES.includes(type))
      throw new TypeError(`${subject}${name} must be ${TYPES.join(", ")}, not ${type as string}`);
  }
}

/** WGSL of the struct that a kernel sees as `params`. */
export function structSource(fields: StructFields): string {
  const members = Object.entries({ ...HEADER, ...fields }).map(([name, type]) => `  ${name}: ${type},`);
  return `struct Params {\n${members.join("\n")}\n}`;
}

export function structBytes(fields: StructFields): number {
  return 4 * (Object.keys(HEADER).length + Object.keys(fields).length);
}

/** Writes the struct at a byte offset, in the order in which `structSource` declares it. */
export function packStruct(
  view: DataView,
  offset: number,
  fields: StructFields,
  values: Readonly<Record<string, number>>,
): void {
  let at = offset;
  for (const [name, type] of Object.entries({ ...HEADER, ...fields })) {
    const value = values[name];
    if (value === undefined) throw new TypeError(`params.${name} is missing`);
    if (type === "f32") view.setFloat32(at, value, true);
    else if (type === "u32") view.setUint32(at, value, true);
    else view.setInt32(at, value, true);
    at += 4;
  }
}
