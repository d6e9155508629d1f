import { benchStep as run, type StepReport } from "@tomograd/bench";
import { Replacements, type Device } from "@tomograd/kernels";
import { defineCommand } from "../command.ts";
import { deviceNotes, withDevice } from "../device/open-device.ts";
import { timeoutOption } from "../device/patience.ts";
import { kernelOption } from "../op/kernel-option.ts";
import { kernelsToRun, warnOfIdle } from "../op/run-kernels.ts";
import { integer, integers } from "../options/kind.ts";
import { DEFAULT_SEED } from "../options/common.ts";
import { option } from "../options/option.ts";
import { table } from "../table.ts";

export const benchStep = defineCommand({
  name: "bench step",
  summary: "time the training step of the documented network on random data, pipelines warm",
  examples: ["bench step", "bench step --filters 16,8 --batch-size 64 --steps 20 --json"],
  options: {
    filters: option(integers(2, 4096, "<n,n>"), "filters of the two convolutions", [128, 64]),
    batchSize: option(integer(1, 65_536), "images a step", 8),
    imageSize: option(integer(2, 16_384), "height and width of the images in pixels", 64),
    steps: option(integer(1, 100_000), "steps to time, after those that warm up", 10),
    kernel: kernelOption,
    timeout: timeoutOption,
  },
  async run({ options, terminal }) {
    const { filters, batchSize, imageSize, steps, seed = DEFAULT_SEED } = options;
    const kernels = await kernelsToRun(options, terminal);
    const replacements = kernels && new Replacements(kernels.named);
    const time = async (device: Device): Promise<StepReport> => {
      for (const note of deviceNotes(device.info)) terminal.note(note);
      return await run(device, { filters: filters as [number, number], batchSize, imageSize, steps, seed });
    };
    const report = await withDevice(options, time, replacements);
    if (replacements) warnOfIdle(replacements, terminal);
    if (options.json) terminal.json(report);
    else terminal.result(table(["", ""], rows(report)).trim());
  },
});

function rows(report: StepReport): [string, string][] {
  const { median, p10, p90, n } = report.msPerStep;
  const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const percent = (share: number | null): string => (share === null ? "unknown" : `${(share * 100).toFixed(1)} %`);
  return [
    ["adapter", report.adapter],
    ["filters, batch", `${report.filters.join(",")}, ${report.batchSize}`],
    ["ms per step", `${median.toFixed(2)} (p10 ${p10.toFixed(2)}, p90 ${p90.toFixed(2)}, n ${n})`],
    ["images per second", ((report.batchSize / median) * 1000).toFixed(1)],
    ["GFLOP/s", report.gflops.toFixed(2)],
    ["first step", `${report.firstStepMs.toFixed(0)} ms, of which compiling ${report.compileMs.toFixed(0)} ms`],
    ["peak memory", mebibytes(report.peakBytes)],
    ["alive after step 2, last", `${mebibytes(report.bytesAliveAfterStep2)}, ${mebibytes(report.bytesAliveAfterLast)}`],
    ["main thread", percent(report.hostCpuShare)],
    ["convolutions", percent(report.convShare)],
    ["created after step 1", String(report.createdAfterStep1)],
  ];
}
