import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { DeviceError } from "../errors.ts";
import { openWebGpu } from "./node.ts";

const tsx = fileURLToPath(import.meta.resolve("tsx"));
const node = new URL("./node.ts", import.meta.url).href;
const relu = new URL("../ops/relu/index.ts", import.meta.url).href;

/** Runs a program in a process of its own, to its end or that of the test. */
function run(
  program: string,
  signal: AbortSignal,
): Promise<{ code: number | string | null; signal: string | null; stdout: string; stderr: string }> {
  const args = ["--import", tsx, "--input-type=module", "--eval", program];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { signal }, (error, stdout, stderr) =>
      resolve({ code: error ? (error.code ?? null) : 0, signal: error?.signal ?? null, stdout, stderr }),
    );
  });
}

test("an adapter that does not exist is refused with what to do", async () => {
  const opening = openWebGpu({ adapter: "no such adapter" });
  await expect(opening).rejects.toThrow(DeviceError);
  await expect(opening).rejects.toThrow(
    /^adapter: no adapter has this name\. Received adapter=no such adapter\. Found: .*SwiftShader Device/,
  );
});

test.each(["SwiftShader", "google", "SUBZERO"])("an adapter is found by a part of its name: %s", async (adapter) => {
  const device = await openWebGpu({ adapter });
  expect(device.info.vendor).toBe("google");
  device.close();
});

test("a process ends by itself once its device is closed, and prints nothing of its own accord", async ({ signal }) => {
  const program = `
    const { openWebGpu } = await import(${JSON.stringify(node)});
    const { relu } = await import(${JSON.stringify(relu)});
    const device = await openWebGpu({ adapter: "embedded" });
    const { y } = device.forward(relu, { x: device.upload(new Float32Array([-1, 2]), [2]) }, {});
    console.log([...(await device.read(y))].join());
    device.close();`;
  expect(await run(program, signal)).toEqual({ code: 0, signal: null, stdout: "0,2\n", stderr: "" });
});

test("a process that opens and closes devices over and over ends well", async ({ signal }) => {
  const program = `
    const { openWebGpu } = await import(${JSON.stringify(node)});
    for (let i = 0; i < 10; i += 1) (await openWebGpu({ adapter: "embedded" })).close();
    await openWebGpu({ adapter: "no such adapter" }).catch((error) => console.log(error.name));`;
  expect(await run(program, signal)).toMatchObject({ code: 0, signal: null, stdout: "DeviceError\n" });
});
