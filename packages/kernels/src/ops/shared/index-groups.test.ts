import { describe, expect, test } from "vitest";
import { groupOf, groupOffsets } from "./index-groups.ts";
import { broadcast, stridesOf } from "./strides.ts";

const array = (shape: number[]) => ({ shape, dtype: "f32" as const });
const walks = (space: number[], shapes: Readonly<Record<string, number[]>>) =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, broadcast(array(shape), space)]));

/** Where the elements of a group lie, from the group as a kernel would take its index apart. */
function placesOf({ size, first, others }: ReturnType<typeof groupOf>, name: string): number[] {
  return Array.from({ length: size }, (_, index) => {
    let [rest, at] = [index, 0];
    for (const { extent, steps } of others.toReversed()) {
      at += (rest % extent) * steps[name]!;
      rest = Math.floor(rest / extent);
    }
    return (at + rest * first[name]!) >>> 0;
  });
}

describe("groupOf", () => {
  test("axes without gaps become one, but the first stays as it is", () => {
    const group = groupOf([2, 3, 5, 7], [0, 1, 2, 3], walks([2, 3, 5, 7], { x: [2, 3, 5, 7] }));
    expect(group).toEqual({ size: 210, first: { x: 105 }, others: [{ extent: 105, steps: { x: 1 } }] });
  });

  test("a repeated axis stays apart, extents of 1 are left out", () => {
    const space = [2, 3, 1, 7];
    const group = groupOf(space, [0, 1, 2, 3], walks(space, { a: space, b: [3, 1, 1] }));
    expect(group.others).toEqual([
      { extent: 3, steps: { a: 7, b: 1 } },
      { extent: 7, steps: { a: 1, b: 0 } },
    ]);
  });

  test("only sizes and first steps depend on the batch", () => {
    const of = (N: number) => groupOf([N, 3, 5], [0, 2], walks([N, 3, 5], { a: [N, 3, 5], b: [1, 3, 5], c: [5] }));
    expect(of(1).others).toEqual(of(4).others);
  });

  test("every element is found where it lies, backwards too", () => {
    const space = [3, 2, 4];
    const strides = stridesOf(space);
    const x = { array: array(space), strides: [strides[0]!, -strides[1]!, strides[2]!], first: 4 };
    const wrapped = [0, 1, 2].flatMap((i) => [0, 1].flatMap((j) => [0, 1, 2, 3].map((k) => (8 * i - 4 * j + k) >>> 0)));
    expect(placesOf(groupOf(space, [0, 1, 2], { x }), "x")).toEqual(wrapped);
    expect(placesOf(groupOf(space, [0, 2], { x }), "x")).toEqual(
      [0, 1, 2].flatMap((i) => [0, 1, 2, 3].map((k) => 8 * i + k)),
    );
  });

  test("no axes are one index", () => {
    expect(groupOf([3], [], walks([3], { x: [3] }))).toEqual({ size: 1, first: { x: 0 }, others: [] });
  });
});

test("the WGSL divides once for each axis behind the first", () => {
  expect(groupOffsets("kept", "i", ["x"], 1)).toMatchInlineSnapshot(`
    "var keptRest = i;
      let keptIndex0 = keptRest % keptExtent0; keptRest = keptRest / keptExtent0;
      let keptAt_x = keptRest * params.keptStep_x + keptIndex0 * keptStep0_x;"
  `);
});
