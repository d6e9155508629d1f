import type { Shape } from "../../shape.ts";
import type { Walk } from "./strides.ts";

type Steps = Readonly<Record<string, number>>;

/** One axis of a group: its extent, and how far each array goes on for a step along it. */
interface Axis {
  readonly extent: number;
  readonly steps: Steps;
}

/** Axes that one index runs through, in C order. The extent of the first is never needed to take the index apart. */
export interface Group {
  readonly size: number;
  readonly first: Steps;
  readonly others: readonly Axis[];
}

/** Steps as u32, in which a negative one is its complement: sums of indices wrap around. */
const stepsAt = (walks: Readonly<Record<string, Walk>>, axis: number): Steps =>
  Object.fromEntries(Object.entries(walks).map(([name, { strides }]) => [name, strides[axis]! >>> 0]));

/**
 * Those axes of a space as one index, with as few divisions as it takes: extents of 1 are left out, and axes along which
 * every array lies without a gap become one. The first axis of the space stays as it is, so that nothing but the first
 * steps of a group and its size depends on how many samples a batch has.
 */
export function groupOf(space: Shape, axes: readonly number[], walks: Readonly<Record<string, Walk>>): Group {
  const names = Object.keys(walks);
  const merged: { axis: number; extent: number; steps: Steps }[] = [];
  for (const axis of axes.filter((one) => one === 0 || space[one] !== 1)) {
    const [extent, steps] = [space[axis]!, stepsAt(walks, axis)];
    const last = merged.at(-1);
    const isOne = names.every((name) => last?.steps[name] === Math.imul(steps[name]!, extent) >>> 0);
    if (last && last.axis > 0 && isOne) merged[merged.length - 1] = { axis, extent: last.extent * extent, steps };
    else merged.push({ axis, extent, steps });
  }
  const nothing = Object.fromEntries(names.map((name) => [name, 0]));
  const [first, ...others] = merged;
  return {
    size: axes.reduce((product, axis) => product * space[axis]!, 1),
    first: first?.steps ?? nothing,
    others: others.map(({ extent, steps }) => ({ extent, steps })),
  };
}

/** The group as constants of a kernel, by the group's name: how many axes stand behind the first, their extents and steps. */
export function groupConstants(name: string, { others }: Group): Record<string, number> {
  const constants: Record<string, number> = { [`${name}Axes`]: others.length };
  others.forEach(({ extent, steps }, i) => {
    constants[`${name}Extent${i}`] = extent;
    for (const [array, step] of Object.entries(steps)) constants[`${name}Step${i}_${array}`] = step;
  });
  return constants;
}

/**
 * WGSL that takes the u32 `index` of a group apart: afterwards `<name>At_<array>` is how many elements it is away from an
 * array's first. The steps of the first axis are the params `<name>Step_<array>`.
 */
export function groupOffsets(name: string, index: string, arrays: readonly string[], axes: number): string {
  const places = Array.from({ length: axes }, (_, i) => axes - 1 - i);
  return [
    `var ${name}Rest = ${index};`,
    ...places.map(
      (i) => `let ${name}Index${i} = ${name}Rest % ${name}Extent${i}; ${name}Rest = ${name}Rest / ${name}Extent${i};`,
    ),
    ...arrays.map((array) => {
      const terms = places.map((i) => `${name}Index${i} * ${name}Step${i}_${array}`);
      return `let ${name}At_${array} = ${[`${name}Rest * params.${name}Step_${array}`, ...terms].join(" + ")};`;
    }),
  ].join("\n  ");
}

/** The params that `groupOffsets` reads. */
export const groupParams = (name: string, arrays: readonly string[]): Record<string, "u32"> =>
  Object.fromEntries(arrays.map((array) => [`${name}Step_${array}`, "u32"]));

/** Their values. */
export const groupValues = (name: string, { first }: Group): Record<string, number> =>
  Object.fromEntries(Object.entries(first).map(([array, step]) => [`${name}Step_${array}`, step]));
