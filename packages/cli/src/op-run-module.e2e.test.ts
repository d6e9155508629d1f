import { readNpy, writeNpy } from "@tomograd/data";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findKernel } from "./op/built-in-places.ts";
import { kernelTemplate } from "./op/kernel-template.ts";
import { opTemplate } from "./op/op-template.ts";
import { cli, temporaryFolder } from "./testing/run-cli.ts";

const folder = temporaryFolder();
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const array = (name: string, values: readonly number[]): string =>
  file(name, writeNpy([values.length], Float32Array.from(values)));
const read = (...path: string[]): number[] => [...readNpy(readFileSync(join(folder, ...path)), path.at(-1)!).data];

const template = opTemplate("softSign");
const x = `x=${array("x.npy", [-1, 2, 3])}`;
const dy = `y=${array("dy.npy", [1, 10, 100])}`;
const run = async (out: string, ...args: string[]) =>
  await cli("op", "run", ...args, "--in", x, "--out", join(folder, out));

test.each([
  ["adapter", "embedded"],
  ["device", "reference"],
])("computes a module's op and its gradient, params as told, by --%s %s", async (flag, value) => {
  const own = ["--module", file("own.ts", template), "--params", '{"scale":0.5}', "--grad", dy];
  const { code, stdout } = await run(value, ...own, `--${flag}`, value);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "y.npy [3]\ngrad_x.npy [3]\n" });
  expect(read(value, "y.npy")).toEqual([0.5, 2, 4.5]);
  expect(read(value, "grad_x.npy")).toEqual([-1, 20, 300]);
});

test("computes a built-in op with a kernel in the place of another, which the reference has not", async () => {
  const twice = kernelTemplate("myRelu", findKernel("relu.forward")).replace("max(", "2 * max(");
  const kernel = ["relu", "--kernel", `relu.forward=${file("twice.ts", twice)}`];
  expect(await run("twice", ...kernel, "--adapter", "embedded")).toMatchObject({ code: 0 });
  expect(read("twice", "y.npy")).toEqual([0, 4, 6]);
  expect(await run("refused", ...kernel, "--device", "reference")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--kernel: replaces WGSL, and the reference runs none.") as string,
  });
});

test.each([
  [
    "WGSL does not compile",
    ["y[thread] = SCALE", "y[thread] = SCAEL"],
    "softSign.forward (plain): WGSL must compile. Received line 16:13 `y[thread] = SCAEL * x[thread] * x[thread];`: unresolved value 'SCAEL'.",
  ],
  [
    "forward pass throws",
    ["run(forward, { x, y }", "run(forward, { x, y: undefined as never }"],
    "softSign: its forward must not throw, but does: TypeError: softSign.forward: y is given no array",
  ],
] as const)("a module's op is told of, and no bug of the program's, where its %s", async (_what, [from, to], says) => {
  const own = ["--module", file("wrong.ts", template.replace(from, to)), "--adapter", "embedded"];
  const { code, stderr } = await run("wrong", ...own);
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(`error: ${says}`) as string });
  expect(stderr).not.toContain("bug");
});
