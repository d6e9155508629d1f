import { KernelCompileError } from "../errors.ts";
import { ceilDiv } from "../shape.ts";
import type { AdapterTraits, AnyKernel, Constants, Variant } from "./define-kernel.ts";
import { structSource } from "./struct.ts";

/** WebGPU's default for `maxComputeWorkgroupsPerDimension`; larger grids are folded into two dimensions. */
export const MAX_WORKGROUPS_PER_DIMENSION = 65_535;

export interface KernelSource {
  readonly code: string;
  readonly variant: string;
  /** Names of the bound arrays, in binding order; the params struct is bound after them. */
  readonly bound: readonly string[];
}

/** Whether the adapter has what a variant needs, whatever the shapes. */
export const runsOn = ({ workgroupSize, subgroupSize }: Variant, adapter: AdapterTraits): boolean =>
  workgroupSize <= adapter.maxWorkgroupSize && (subgroupSize === undefined || subgroupSize === adapter.subgroupSize);

/** Names of the bindings that a dispatch fills, in binding order. Throws a TypeError where it leaves out one that is not optional. */
export function presentIn(kernel: AnyKernel, arrays: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const missing = Object.keys(kernel.bindings).filter((name) => arrays[name] === undefined);
  const needed = missing.find((name) => !kernel.bindings[name]!.optional);
  if (needed !== undefined)
    throw new TypeError(
      `${kernel.name}: ${needed} is given no array, and is not optional; a gradient that nobody wants is undefined: bind it as optional, or give run.scratch(shape) in its place`,
    );
  return new Set(Object.keys(kernel.bindings).filter((name) => !missing.includes(name)));
}

/** The first variant that takes these shapes on this adapter. Throws a KernelCompileError when none does: a kernel must have one that always does. */
export function chooseVariant(kernel: AnyKernel, constants: Constants, adapter: AdapterTraits): string {
  for (const [name, variant] of Object.entries(kernel.variants)) {
    if (!runsOn(variant, adapter)) continue;
    if (!kernel.takes || kernel.takes({ constants, variant, adapter })) return name;
  }
  throw noVariant(kernel, constants);
}

/** The error for a kernel of which no variant fits. */
export function noVariant(kernel: AnyKernel, constants: Constants): KernelCompileError {
  return new KernelCompileError({
    subject: kernel.name,
    rule: "one variant at least must take every shape on every adapter",
    received: `variants=${Object.keys(kernel.variants).join()} constants=${JSON.stringify(constants)}`,
    advice: "Let the last variant take all that the others refuse",
  });
}

/** The complete WGSL module of one variant for given constants; `present` names the bindings that a dispatch fills. */
export function kernelSource(
  kernel: AnyKernel,
  variantName: string,
  constants: Constants,
  present: ReadonlySet<string>,
): KernelSource {
  const variant = kernel.variants[variantName];
  if (!variant) throw new TypeError(`${kernel.name}: no variant ${variantName}`);
  const names = Object.keys(kernel.bindings);
  const bound = names.filter((name) => present.has(name));
  const has = Object.fromEntries(names.map((name) => [name, present.has(name)]));
  const context = { constants, variant, has };
  const isGroups = "workgroups" in kernel.grid({ constants, params: probeParams(kernel), variant });
  const hasSubgroups = variant.subgroupSize !== undefined;
  const code = [
    `// ${kernel.name} (${variantName})`,
    hasSubgroups ? "enable subgroups;" : "",
    ...Object.entries(constants).map(([name, value]) => `const ${name} = ${literal(value)};`),
    structSource(kernel.params),
    ...bound.map((name, index) => {
      const { access, element } = kernel.bindings[name]!;
      return `@group(0) @binding(${index}) var<storage, ${access}> ${name}: array<${element}>;`;
    }),
    `@group(0) @binding(${bound.length}) var<uniform> params: Params;`,
    kernel.declarations?.(context) ?? "",
    `@compute @workgroup_size(${variant.workgroupSize})`,
    "fn main(@builtin(workgroup_id) workgroup_id: vec3u, @builtin(num_workgroups) num_workgroups: vec3u,",
    hasSubgroups ? "        @builtin(subgroup_invocation_id) subgroupLane: u32," : "",
    "        @builtin(local_invocation_index) lane: u32) {",
    "  let group = workgroup_id.x + workgroup_id.y * num_workgroups.x;",
    isGroups
      ? "  if (group >= params.extent) { return; }"
      : `  let thread = group * ${variant.workgroupSize}u + lane;\n  if (thread >= params.extent) { return; }`,
    kernel.body(context),
    "}",
  ]
    .filter((part) => part !== "")
    .join("\n");
  return { code, variant: variantName, bound };
}

/** Numbers stay abstract in WGSL, so that one constant serves as u32, i32 and f32. */
function literal(value: number | boolean): string {
  if (typeof value === "boolean" || Number.isInteger(value)) return String(value);
  if (!Number.isFinite(value)) throw new TypeError(`a WGSL constant must be finite, got ${value}`);
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function probeParams(kernel: AnyKernel): Record<string, number> {
  return Object.fromEntries(Object.keys(kernel.params).map((name) => [name, 1]));
}

export interface Dispatch {
  /** Value of `params.extent`. */
  readonly extent: number;
  readonly x: number;
  readonly y: number;
}

/** Folds a linear grid into two dimensions where it has more workgroups than one dimension may have. */
export function dispatchSize(
  kernel: AnyKernel,
  variantName: string,
  constants: Constants,
  params: Readonly<Record<string, number>>,
): Dispatch {
  const variant = kernel.variants[variantName]!;
  const grid = kernel.grid({ constants, params, variant });
  const extent = "threads" in grid ? grid.threads : grid.workgroups;
  const groups = "threads" in grid ? ceilDiv(grid.threads, variant.workgroupSize) : grid.workgroups;
  const y = ceilDiv(groups, MAX_WORKGROUPS_PER_DIMENSION);
  return { extent, x: y > 1 ? ceilDiv(groups, y) : groups, y: Math.max(y, 1) };
}
