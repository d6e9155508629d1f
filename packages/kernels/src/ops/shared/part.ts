import { defineKernel, read, write, type Constants } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { copy } from "./map-reduce.ts";
import { stridesOf } from "./strides.ts";

/** Where a part lies along one axis of a whole: its element j is the whole's `start + j * step`. */
export interface Placement {
  readonly start: number;
  /** Not 0; negative where the part runs backwards. */
  readonly step: number;
  readonly size: number;
}

/** The part along an axis that is all of the whole. */
export const entire = (size: number): Placement => ({ start: 0, step: 1, size });

const isEntire = ({ start, step, size }: Placement, extent: number): boolean =>
  start === 0 && step === 1 && size === extent;

/** Copies a part out of a whole. */
export function takePart(run: Launcher, whole: ArrayHandle, part: ArrayHandle, places: readonly Placement[]): void {
  const own = stridesOf(whole.shape);
  const strides = places.map(({ step }, axis) => step * own[axis]!);
  const first = places.reduce((sum, { start }, axis) => sum + start * own[axis]!, 0);
  copy(run, part, { space: places.map(({ size }) => size), inputs: { x: { array: whole, strides, first } } });
}

/** Writes a whole that holds the part where it belongs and `value` elsewhere. */
export function placePart(
  run: Launcher,
  part: ArrayHandle,
  whole: ArrayHandle,
  places: readonly Placement[],
  value: number,
): void {
  const constants = constantsOf(whole.shape, places);
  run(placing, { part, whole }, { constants, params: { count: sizeOf(whole.shape), value } });
}

/** One element of the whole a thread: where it is in the part, axis by axis, or that it is not in it. */
const placing = defineKernel({
  name: "shared.placePart",
  bindings: { part: read("f32"), whole: write("f32") },
  params: { count: "u32", value: "f32" },
  constants: { axes: 0 },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: ({ constants }) => wgsl`
  var rest = thread;
  var place = 0u;
  var inside = true;
  ${Array.from({ length: constants.axes }, (_, i) => axisOfWhole(constants.axes - 1 - i, constants)).join("\n  ")}
  var value = params.value;
  if (inside) { value = part[place]; }
  whole[thread] = value;`,
});

function axisOfWhole(i: number, constants: Constants): string {
  const index = i === 0 ? "let index0 = rest;" : `let index${i} = rest % extent${i}; rest = rest / extent${i};`;
  if (!constants[`placed${i}`]) return `${index} place += index${i} * stride${i};`;
  return `${index}
  let away${i} = ${constants[`backwards${i}`] ? `start${i} - i32(index${i})` : `i32(index${i}) - start${i}`};
  inside = inside && away${i} >= 0 && away${i} % step${i} == 0 && away${i} / step${i} < size${i};
  place += u32(max(away${i}, 0) / step${i}) * stride${i};`;
}

/** Axes behind the first that the part fills become one; what depends on a batch along the first is left out. */
function constantsOf(whole: Shape, places: readonly Placement[]): Constants & { readonly axes: number } {
  const strides = stridesOf(places.map(({ size }) => size));
  const merged: { extent: number; stride: number; place: Placement | undefined }[] = [];
  whole.forEach((extent, axis) => {
    const place = isEntire(places[axis]!, extent) ? undefined : places[axis]!;
    const last = merged.at(-1);
    if (merged.length > 1 && last && !last.place && !place)
      merged[merged.length - 1] = { extent: last.extent * extent, stride: strides[axis]!, place };
    else merged.push({ extent, stride: strides[axis]!, place });
  });
  const constants: Record<string, number | boolean> = {};
  merged.forEach(({ extent, stride, place }, i) => {
    constants[`stride${i}`] = stride;
    constants[`placed${i}`] = place !== undefined;
    if (i > 0) constants[`extent${i}`] = extent;
    if (!place) return;
    constants[`start${i}`] = place.start;
    constants[`step${i}`] = Math.abs(place.step);
    constants[`backwards${i}`] = place.step < 0;
    constants[`size${i}`] = place.size;
  });
  return { ...constants, axes: merged.length };
}
