import { WebGpuDevice } from "@tomograd/kernels";
import { DEFAULT_TRAITS, shapesOf, traceOp } from "@tomograd/kernels/verify";
import { defineCommand } from "../command.ts";
import { deviceName, withDevice } from "../device/open-device.ts";
import { findOneOp, moduleOption } from "../op/find-op.ts";
import { kernelOption } from "../op/kernel-option.ts";
import { showCase } from "../op/op-case.ts";
import { opParams } from "../op/op-params.ts";
import { repeated, text } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { assignment } from "../options/special-kinds.ts";

export const opShow = defineCommand({
  name: "op show",
  arguments: "[op]",
  summary: "print the WGSL of an operation's kernels for this adapter and given shapes",
  examples: [
    "op show relu",
    `op show conv2d --in x=2,3,64,64 --in filter=5,5,3,16 --params '{"padding":"same"}'`,
    "op show --module ./my-op.ts",
    "op show --kernel conv2d.forward=./mine.ts",
  ],
  options: {
    module: moduleOption,
    kernel: kernelOption,
    in: option(repeated(assignment), "an input and its shape (2,3,8,8) or .npy file (default: a case of the op)", []),
    params: option(text("<json>"), "the op's params as a JSON object", undefined),
  },
  async run({ options, arguments: [name], terminal }) {
    const { op } = await findOneOp("op show", name, options);
    const params = options.params === undefined ? undefined : opParams(op, options.params);
    const shown = await showCase(op, options.in, params);
    const shapes = shapesOf(op, shown);
    await withDevice(options, async (device) => {
      const traits = device instanceof WebGpuDevice ? device.traits : DEFAULT_TRAITS;
      const launches = traceOp(op, shapes, { traits });
      if (options.json) {
        const kernels = launches.map(({ pass, kernel, variant, constants, params: fields, dispatch, bound, code }) => {
          return { pass, kernel: kernel.name, variant, constants, params: fields, dispatch, bound, code };
        });
        terminal.json({
          op: op.name,
          adapter: deviceName(device.info),
          shapes: shapes.shapes,
          params: shapes.params,
          kernels,
        });
        return;
      }
      const list = Object.entries(shapes.shapes).map(([array, shape]) => `${array} [${shape.join(",")}]`);
      terminal.result(`// ${op.name}, ${shown.name}: ${list.join(", ")}`);
      terminal.result(`// ${JSON.stringify(shapes.params)}`);
      terminal.result(
        device instanceof WebGpuDevice
          ? `// for ${deviceName(device.info)}`
          : "// for WebGPU's default limits: the reference has no WGSL",
      );
      for (const { pass, dispatch, code } of launches) {
        terminal.result(`\n// ${pass}: ${dispatch.x} x ${dispatch.y} workgroups\n${code}`);
      }
    });
  },
});
