import { afterAll, describe, expect, it } from "vitest";
import type { Device } from "../../device/device.ts";
import { openWebGpu } from "../../device/node.ts";
import { ReferenceDevice } from "../../device/reference.ts";
import { resolveParams } from "../../op/params.ts";
import { maxPool2d } from "./index.ts";

const adapter = await openWebGpu({ adapter: "embedded" });
afterAll(() => adapter.close());

const params = resolveParams("maxPool2d", maxPool2d.params, {});
const LOWEST = -3.4028234663852886e38;
/** Windows of 2 x 2, one beside another, by which element of each wins. */
const WINDOWS = [
  { name: "all equal", window: [5, 5, 5, 5], first: 0 },
  { name: "all zero", window: [0, -0, 0, -0], first: 0 },
  { name: "the last two equal", window: [1, 2, 7, 7], first: 2 },
  { name: "the lowest number", window: [LOWEST, LOWEST, LOWEST, LOWEST], first: 0 },
  { name: "minus infinity", window: [-Infinity, -Infinity, -Infinity, -Infinity], first: 0 },
];

/** Windows of 2 x 2 as an image of two rows. */
const image = (windows: readonly (readonly number[])[]): Float32Array =>
  Float32Array.from([...windows.flatMap(([a, b]) => [a!, b!]), ...windows.flatMap(([, , c, d]) => [c!, d!])]);

describe.each<[string, Device]>([
  ["reference", new ReferenceDevice()],
  ["webgpu", adapter],
])("H16 equal maxima on %s", (_, device) => {
  // Widths that take the kernel of single windows, and the one of four.
  it.each([WINDOWS.length, 8])("the first element wins, and has the gradient: %d windows a row", async (width) => {
    const windows = Array.from({ length: width }, (_, i) => WINDOWS[i % WINDOWS.length]!);
    const x = device.upload(image(windows.map(({ window }) => window)), [1, 1, 2, 2 * width]);
    const { y, winner } = device.forward(maxPool2d, { x }, params);
    const gradX = device.allocate(x.shape);
    const gradY = device.upload(new Float32Array(width).fill(1), y!.shape);
    device.vjp(maxPool2d, { winner: winner! }, { y: gradY }, { x: gradX }, params);
    expect(Array.from(await device.read(winner!))).toEqual(windows.map(({ first }) => first));
    expect(Array.from(await device.read(y!))).toEqual(windows.map(({ window, first }) => window[first]));
    const ones = windows.map(({ first }) => [0, 1, 2, 3].map((place) => Number(place === first)));
    expect(Array.from(await device.read(gradX))).toEqual([...image(ones)]);
  });
});
