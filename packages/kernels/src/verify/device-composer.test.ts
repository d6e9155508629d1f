import { expect, test } from "vitest";
import { ReferenceDevice } from "../device/reference.ts";
import { add, multiply, sum } from "../ops/index.ts";
import { deviceComposer } from "./device-composer.ts";

test("ops are put together on a device, and everything that they made is given back", async () => {
  const device = new ReferenceDevice();
  const x = device.upload(Float32Array.of(1, 2, 3), [3]);
  const composer = deviceComposer(device);
  const doubled = composer.apply(multiply, { a: x, b: composer.constant(2) }).y;
  const { y } = composer.apply(sum, { x: composer.apply(add, { a: doubled, b: x }).y });
  expect(await device.read(y)).toEqual(Float64Array.of(18));
  expect(composer.applied.map(({ op, shapes }) => [op.name, shapes])).toEqual([
    ["multiply", { a: [3], b: [], y: [3] }],
    ["add", { a: [3], b: [3], y: [3] }],
    ["sum", { x: [3], y: [] }],
  ]);
  composer.release();
  expect(device.memory().arrays).toBe(1);
});
