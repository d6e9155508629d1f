import { shownName, writeNpy } from "@tomograd/data";
import { UsageError, type Device } from "@tomograd/kernels";
import { writeFileAtomic } from "@tomograd/model/node";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, withDevice } from "../device/open-device.ts";
import { opTimeoutOption, withOpPatience } from "../device/patience.ts";
import { findOneOp, moduleOption } from "../op/find-op.ts";
import { kernelOption } from "../op/kernel-option.ts";
import { opParams } from "../op/op-params.ts";
import { readArray, type ReadArray } from "../op/read-array.ts";
import { requireKernels, warnOfIdle } from "../op/run-kernels.ts";
import { runOp } from "../op/run-op.ts";
import { nearest } from "../options/nearest.ts";
import { repeated, text } from "../options/kind.ts";
import { option, required } from "../options/option.ts";
import { OutputFolder } from "../run-folder/output-folder.ts";
import { assignment } from "../options/special-kinds.ts";

type Arrays = Record<string, ReadArray>;

export const opRun = defineCommand({
  name: "op run",
  arguments: "[op]",
  summary: "run one operation on .npy files, with --grad its gradient too",
  examples: [
    "op run relu --in x=x.npy --out out",
    `op run conv2d --in x=x.npy --in filter=w.npy --params '{"padding":"same"}' --grad y=dy.npy --out out`,
    "op run --module ./my-op.ts --in x=x.npy --out out",
  ],
  options: {
    module: moduleOption,
    kernel: kernelOption,
    timeout: opTimeoutOption,
    in: required(repeated(assignment), "an input and its .npy file; once for each input"),
    params: option(text("<json>"), "the op's params as a JSON object", undefined),
    grad: option(repeated(assignment), "an output and the .npy file of its gradient", []),
    out: required(text("<dir>"), "where <output>.npy and grad_<input>.npy are written"),
  },
  ignores: ["seed"],
  async run({ options, arguments: [name], terminal }) {
    checkDeviceChoice(options);
    requireKernels(options);
    const { op, replacements } = await findOneOp("op run", name, options);
    const params = opParams(op, options.params);
    const inputs = await readAll("--in", options.in, op.inputs);
    const upstream = await readAll("--grad", options.grad, op.outputs);
    const compute = async (device: Device) => await runOp(device, op, inputs, params, upstream);
    const results = await withDevice(withOpPatience(options), compute);
    if (replacements) warnOfIdle(replacements, terminal);
    const folder = await OutputFolder.open(options.out, true);
    for (const [file, { shape, data }] of Object.entries(results)) {
      const array = data instanceof Uint32Array ? data : Float32Array.from(data);
      await writeFileAtomic(folder.file(`${file}.npy`), writeNpy(shape, array));
    }
    const written = Object.entries(results).map(([file, { shape }]) => ({ file: `${file}.npy`, shape }));
    if (options.json) return terminal.json({ op: op.name, params, written });
    for (const { file, shape } of written) terminal.result(`${file} [${shape.join(",")}]`);
  },
});

async function readAll(
  flag: string,
  pairs: readonly (readonly [string, string])[],
  specs: Readonly<
    Record<
      string,
      { readonly dtype?: "f32" | "u32"; readonly internal?: boolean; readonly range?: readonly [number, number] }
    >
  >,
): Promise<Arrays> {
  const arrays: Arrays = {};
  for (const [name, path] of pairs) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (!spec) {
      const names = Object.keys(specs).filter((known) => !specs[known]!.internal);
      const meant = nearest(name, names);
      throw new UsageError({
        subject: flag,
        rule: `must name one of the op's arrays: ${names.join(", ")}`,
        received: `name=${shownName(name)}`,
        ...(meant !== undefined && { advice: `Did you mean ${meant}?` }),
      });
    }
    if (arrays[name])
      throw new UsageError({ subject: flag, rule: "must name each array once", received: `name=${name}` });
    arrays[name] = await readArray(path, spec.dtype, spec.range);
  }
  return arrays;
}
