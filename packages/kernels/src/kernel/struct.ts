/** Scalar types of a params struct. */
export type ScalarType = "u32" | "i32" | "f32";

/** Fields in declaration order; all are 4 bytes wide, so the WGSL layout has no holes. */
export type StructFields = Readonly<Record<string, ScalarType>>;

/** The values of one dispatch. */
export type StructValues<F extends StructFields> = { readonly [K in keyof F]: number };

/** What the launcher adds in front of a kernel's own params: how many threads (or workgroups) have work. */
export const HEADER: StructFields = { extent: "u32" };

/** WGSL of the struct that a kernel sees as `params`. Throws a TypeError where a kernel names a param like one of the launcher's. */
export function structSource(fields: StructFields): string {
  const taken = Object.keys(fields).find((name) => Object.hasOwn(HEADER, name));
  if (taken !== undefined) throw new TypeError(`params.${taken} is the launcher's own: call it something else`);
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
