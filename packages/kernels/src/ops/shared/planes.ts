import { defineKernel, type Binding, type Kernel } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { Shape } from "../../shape.ts";
import { elementwiseKernel } from "./elementwise.ts";
import { requireFour } from "./require.ts";
import { LANES, tree } from "./tree.ts";

type Bindings = Readonly<Record<string, Binding>>;
/** Elements of a plane. */
type PlaneConstants = { readonly size: number };

export interface PlaneVariant {
  readonly workgroupSize: number;
  /** A workgroup takes a plane and climbs the tree; otherwise one thread takes it from its first to its last element. */
  readonly together: boolean;
}

const variants: Readonly<Record<"together" | "alone", PlaneVariant>> = {
  together: { workgroupSize: LANES, together: true },
  alone: { workgroupSize: LANES, together: false },
};
/** Elements from which a workgroup pays. */
const MIN_TOGETHER = 4 * LANES;

interface PlaneReduction<B> {
  readonly name: string;
  readonly bindings: B;
  /** What is combined: a WGSL type, its value for element `i` of the plane that begins at `start`, and `a` with `b`, in any order. */
  readonly type: string;
  readonly value: string;
  readonly combine: string;
  readonly declarations?: string;
  /** WGSL that writes the `result` of a `plane`. */
  readonly write: string;
}

/** A kernel that reduces each plane of `size` elements, in an order that is fixed for each variant. */
export function planeReduction<const B extends Bindings>(
  reduction: PlaneReduction<B>,
): Kernel<B, PlaneConstants, { readonly planes: "u32" }, PlaneVariant> {
  const { name, bindings, type, value, combine, write, declarations = "" } = reduction;
  return defineKernel({
    name,
    bindings,
    params: { planes: "u32" },
    constants: {} as PlaneConstants,
    variants,
    takes: ({ constants, variant }) => !variant.together || constants.size >= MIN_TOGETHER,
    grid: ({ params, variant }) => (variant.together ? { workgroups: params.planes } : { threads: params.planes }),
    declarations: ({ variant }) => wgsl`${declarations}
fn valueAt(start: u32, i: u32) -> ${type} { return ${value}; }
fn both(a: ${type}, b: ${type}) -> ${type} { return ${combine}; }
${variant.together ? tree(type, "both(a, b)") : ""}`,
    body: ({ variant }) => wgsl`
  const step = ${variant.together ? LANES : 1}u;
  let plane = ${variant.together ? "group" : "thread"};
  let first = ${variant.together ? "lane" : "0u"};
  var own = valueAt(plane * size, first);
  for (var i = first + step; i < size; i += step) { own = both(own, valueAt(plane * size, i)); }
  #if ${variant.together}
  let result = tree(lane, own);
  if (lane > 0u) { return; }
  #else
  let result = own;
  #endif
  ${write}`,
  });
}

interface PlaneGradient<B> {
  readonly name: string;
  /** Beside gradY, of one element a plane, and gradX. */
  readonly bindings: B;
  /** WGSL of the gradient of element `i` of a `plane`. */
  readonly gradient: string;
}

/** A kernel from gradients of planes to those of their elements. */
export const planeGradient = <const B extends Bindings>({ name, bindings, gradient }: PlaneGradient<B>) =>
  elementwiseKernel({
    name,
    bindings,
    params: { size: "u32" },
    output: "gradX",
    declarations: wgsl`
fn gradientOf(plane: u32, i: u32) -> f32 { return ${gradient}; }
fn at(element: u32) -> f32 { return gradientOf(element / params.size, element % params.size); }`,
    value: "vec4f(at(4 * thread), at(4 * thread + 1), at(4 * thread + 2), at(4 * thread + 3))",
  });

/** [N,C] of [N,C,H,W]; throws a ShapeError for another rank or an empty dimension. */
export function planesShape(subject: string, x: Shape): Shape {
  const [N, C] = requireFour(subject, "x", x, "[N,C,H,W]");
  return [N, C];
}

/** Elements of one plane of [N,C,H,W]. */
export const planeSize = ([, , H, W]: Shape): number => H! * W!;
