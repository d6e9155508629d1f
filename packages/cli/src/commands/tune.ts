import { UsageError, WebGpuDevice } from "@tomograd/kernels";
import { documentedCnn } from "@tomograd/model";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, deviceName, deviceNotes, withDevice } from "../device/open-device.ts";
import { choice, integer, integers } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { table } from "../table.ts";
import { planTraining } from "../train/plan.ts";
import { tuneNetwork, type TunedRow } from "../tune/tune-network.ts";
import { rememberTuning, tuningPath } from "../tune/tuning-file.ts";
import { adapterKey } from "../tune/tuning-key.ts";

/** Nobody waits for a first step here, and other work on the machine falls into some of the rounds. */
const ROUNDS = 7;

export const tune = defineCommand({
  name: "tune",
  summary: "measure kernel variants on this adapter and remember the best for train",
  examples: ["tune", "tune --filters 32,16 --image-size 128"],
  options: {
    filters: option(integers(2, 4096, "<n,n>"), "filters of the two convolutions (default: as train)", undefined),
    batchSize: option(integer(1, 65_536), "images a step", 8),
    imageSize: option(integer(2, 16_384), "height and width of the images in pixels", 64),
    channels: option(integer(1, 3), "channels of an image", 3),
    bnAxis: option(choice("last", "channel"), "axis of the batch normalisation", "last"),
  },
  async run({ options, terminal }) {
    checkDeviceChoice(options);
    const { batchSize, imageSize, channels, bnAxis } = options;
    // Its name is part of what is remembered; measuring opens a device of its own.
    const info = await withDevice(options, (device) => {
      if (device instanceof WebGpuDevice) return Promise.resolve(device.info);
      throw new UsageError({ subject: "tune", rule: "needs a WebGPU adapter", received: "device=reference" });
    });
    for (const note of deviceNotes(info)) terminal.note(note);
    // Whatever keeps the results from being remembered is known before they are measured.
    await rememberTuning(tuningPath(), adapterKey(info), new Map());
    const plan = planTraining({ preset: undefined, filters: options.filters, epochs: undefined, data: "" }, info);
    terminal.note(`filters ${plan.filters.join(",")}, ${batchSize} images of ${imageSize} x ${imageSize}`);
    terminal.note("compiling and running up to 40 training steps: minutes, where the adapter is slow");
    const network = documentedCnn({
      filters: plan.filters,
      inputShape: [channels, imageSize, imageSize],
      bnAxis,
    });
    const rows = await tuneNetwork(options, network, { batchSize, budgetMs: Infinity, rounds: ROUNDS });
    const found = new Map(rows.map(({ key, variant, ms }) => [key, { variant, ms }]));
    await rememberTuning(tuningPath(), adapterKey(info), found, { replace: true });
    const measured = rows.filter(({ ms }) => Object.keys(ms).length > 0);
    if (options.json) {
      const { filters } = plan;
      terminal.json({ adapter: deviceName(info), filters, batchSize, imageSize, kernels: measured });
    } else terminal.result(table(["kernel", "usual", "best", "ms of each variant"], measured.map(shown)));
    terminal.note(`remembered for ${rows.length} kernels and shapes; train --no-tune ignores it`);
  },
});

function shown({ kernel, usual, variant, ms }: TunedRow): string[] {
  const times = Object.entries(ms).map(([name, value]) => `${name} ${value.toPrecision(3)}`);
  return [kernel, usual, variant, times.join(", ")];
}
