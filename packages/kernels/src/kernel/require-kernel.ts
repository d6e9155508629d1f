import type { AnyKernel, Binding, ElementType, Variant } from "./define-kernel.ts";
import { requireIdentifier } from "./identifier.ts";
import { requireFields } from "./struct.ts";

const ELEMENTS: readonly ElementType[] = ["f32", "vec4f", "u32", "vec4u", "atomic<u32>"];

/** Names in the text around a body, and the types of its declarations. */
const TAKEN: ReadonlySet<string> = new Set(
  `Params params main thread lane group subgroupLane workgroup_id num_workgroups
  array atomic f32 i32 u32 vec3u vec4f vec4u`.split(/\s+/),
);

/** Throws a TypeError for what the types of a kernel cannot tell, before any device sees it. */
export function requireKernel({ name, bindings, params, variants }: AnyKernel): void {
  const refuse = (rule: string): never => {
    throw new TypeError(`${name}: ${rule}`);
  };
  if (typeof name !== "string" || !/^[\w$.-]+$/.test(name))
    refuse("a kernel's name must be like relu.forward: letters, digits and dots");
  const bound = Object.entries(bindings as Readonly<Record<string, Binding>>);
  for (const [binding, { element }] of bound) {
    requireIdentifier(`${name}: the binding `, binding, TAKEN);
    if (!ELEMENTS.includes(element)) refuse(`the binding ${binding} must be of ${ELEMENTS.join(", ")}, not ${element}`);
  }
  if (!bound.some(([, { access }]) => access === "read_write")) refuse("a kernel must write at least one binding");
  requireFields(`${name}: params.`, params);
  const ways = Object.entries(variants as Readonly<Record<string, Variant>>);
  if (ways.length === 0) refuse("a kernel must have at least one variant");
  for (const [variant, { workgroupSize, subgroupSize = 1 }] of ways)
    for (const [key, value] of Object.entries({ workgroupSize, subgroupSize }))
      if (!Number.isInteger(value) || value < 1)
        refuse(`${key} of the variant ${variant} must be a positive whole number, not ${value}`);
}
