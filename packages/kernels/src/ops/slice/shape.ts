import { ShapeError } from "../../errors.ts";
import { optionalIntegers, type ParamValues } from "../../op/params.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { axisOf, optionalAxes } from "../shared/axes.ts";
import { entire, type Placement } from "../shared/part.ts";
import { requireElements } from "../shared/require.ts";

const subject = "slice";
const index = () => optionalIntegers(-2_147_483_648, 2_147_483_647);

export const params = { starts: index(), ends: index(), axes: optionalAxes(), steps: index() };
export type SliceParams = ParamValues<typeof params>;

/** Where y lies in x. Throws a ShapeError where lists differ in length, an axis does not exist, a step is 0 or nothing is left. */
export function placesOf(x: Shape, { starts, ends, axes: given, steps }: SliceParams): Placement[] {
  requireElements(subject, "x", x);
  const axes = axesOfSlice(x, { starts, ends, axes: given, steps });
  const places = x.map(entire);
  axes.forEach((axis, i) => {
    const [extent, step] = [x[axis]!, steps?.[i] ?? 1];
    if (step === 0)
      throw new ShapeError({ subject, rule: "steps must not be 0", received: `steps=[${steps!.join(",")}]` });
    // As in ONNX and Python: from the end where negative, and no farther than there are elements.
    const [low, high] = step > 0 ? [0, extent] : [-1, extent - 1];
    const bound = (value: number): number => Math.min(Math.max(value < 0 ? value + extent : value, low), high);
    const start = starts ? bound(starts[i]!) : step > 0 ? low : high;
    const end = ends ? bound(ends[i]!) : step > 0 ? high : low;
    const size = Math.max(0, Math.ceil((end - start) / step));
    if (size === 0) {
      throw new ShapeError({
        subject,
        rule: `nothing is left of axis ${axis}, which has ${extent}`,
        received: `x=${formatShape(x)} start=${starts?.[i] ?? "none"} end=${ends?.[i] ?? "none"} step=${step}`,
      });
    }
    places[axis] = { start, step, size };
  });
  return places;
}

function axesOfSlice(x: Shape, given: SliceParams): number[] {
  const lengths = Object.entries(given).flatMap(([name, list]) => (list ? [`${name}=[${list.join(",")}]`] : []));
  const lists = Object.values(given).filter((list) => list !== undefined);
  const length = lists[0]?.length ?? 0;
  if (lists.some((list) => list.length !== length) || length > x.length) {
    throw new ShapeError({
      subject,
      rule: `starts, ends, axes and steps must be equally long, and at most ${x.length}`,
      received: `x=${formatShape(x)} ${lengths.join(" ")}`,
    });
  }
  const axes = (given.axes ?? Array.from({ length }, (_, i) => i)).map((axis) => axisOf(subject, x, axis, "axes"));
  if (new Set(axes).size === axes.length) return axes;
  throw new ShapeError({ subject, rule: "no axis may be named twice", received: lengths.join(" ") });
}
