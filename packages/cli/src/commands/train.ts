import { shownName } from "@tomograd/data";
import { basename } from "node:path";
import { Replacements, UsageError } from "@tomograd/kernels";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, openDevice } from "../device/open-device.ts";
import { Interrupted, Interruption } from "../interruption.ts";
import { readInitialWeights } from "../model/place-model.ts";
import { DEFAULT_SEED } from "../options/common.ts";
import { kernelsToRun } from "../op/run-kernels.ts";
import { checkOutputFile } from "../run-folder/output-file.ts";
import { RunFolder } from "../run-folder/run-folder.ts";
import type { Terminal } from "../terminal.ts";
import { checkOversampling } from "../train/class-weights.ts";
import { checkSize } from "../train/check-size.ts";
import { giveUp } from "../train/give-up.ts";
import { pinVariants } from "../train/pin-variants.ts";
import { ownNetwork, refuseDocumented, requireSameNetwork } from "../train/own-network.ts";
import { prepareData, type TrainingData } from "../train/prepare-data.ts";
import { Recorder } from "../train/recorder.ts";
import { readResumedRun, type ResumedRun } from "../train/resumed-run.ts";
import { requireSameData, requireSameKernels } from "../train/same-run.ts";
import { runConfig } from "../train/run-config.ts";
import { trainRun } from "../train/train-run.ts";
import { trainingOptions, type TrainingOptions } from "../train/training-options.ts";
import { VariantLog } from "../train/variant-log.ts";
import { LiveView } from "../train/watch/live-view.ts";
import { TunedVariants } from "../tune/tuned-variants.ts";

type Options = TrainingOptions & { readonly seed: number };

export const train = defineCommand({
  name: "train",
  summary: "train the documented network, or one of your own, and evaluate it on the test data",
  examples: ["train", "train --data pneumoniamnist_64.npz --epochs 20 --bn-axis channel --out runs/pneumonia"],
  options: trainingOptions,
  async run({ options: now, given, terminal }) {
    const fresh: Options = { ...now, seed: now.seed ?? DEFAULT_SEED };
    const resumed = now.resume === undefined ? undefined : await readResumedRun(now.resume, fresh, given);
    const options = resumed?.options ?? fresh;
    checkDeviceChoice(options);
    if (options.module !== undefined && !resumed) refuseDocumented(given);
    checkWatch(options);
    checkOversampling(options);
    if (resumed?.isFinished) {
      terminal.note(`${shownName(options.out!)}: this run is finished`);
      if (options.json) terminal.json({ run: options.out, finished: true });
      return;
    }
    await checkPreview(options);
    const kernels = await kernelsToRun(options, terminal);
    if (resumed) requireSameKernels(resumed, kernels?.replaced ?? []);
    const run = resumed ? await RunFolder.reopen(options.out!) : await RunFolder.open(options.out, options.overwrite);
    const interruption = new Interruption((signal) =>
      terminal.note(`${signal}: stopping after this step; once more stops at once`),
    );
    const echo = options.progress === "json" ? (line: string) => terminal.progress(line) : undefined;
    let view: LiveView | undefined;
    const recorder = new Recorder(run, { echo, requireFinite: options.nan === "error" });
    try {
      const { data, initial, own } = await interruption.race(prepare(options, terminal, resumed));
      if (!resumed)
        await run.begin(runConfig(options, data, own, kernels?.replaced ?? []), {
          data: pathOf(options.data),
          out: run.path,
          init: options.init,
        });
      terminal.note(`run folder: ${shownName(run.path)}`);
      if (options.watch) view = liveView(run, data, terminal);
      const replacements = kernels && new Replacements(kernels.named);
      const tuned = new TunedVariants(replacements?.kernels);
      const variants = new VariantLog(tuned.choose);
      const device = await openDevice(options, {
        chooseVariant: variants.choose,
        profile: options.profile,
        replace: replacements?.into,
      });
      try {
        const bitwise = resumed ? pinVariants(resumed, device, tuned, terminal) : true;
        await trainRun({
          device,
          tuned,
          variants,
          bitwise,
          run,
          recorder,
          data,
          initial,
          own,
          options,
          kernels,
          replacements,
          interruption,
          view,
          terminal,
        });
      } finally {
        device.close();
      }
      await view?.close("finished");
    } catch (error) {
      await giveUp(run, recorder, error);
      await view?.close(error instanceof Interrupted ? "stopped" : "failed");
      throw error;
    } finally {
      interruption.stopListening();
      await run.close();
    }
  },
});

/** Everything that can be read and checked before the run folder and the device are touched. */
async function prepare(options: Options, terminal: Terminal, resumed: ResumedRun | undefined) {
  const initial = options.init === undefined ? undefined : await readInitialWeights(options.init, options);
  const data = await prepareData(options, terminal);
  if (resumed) requireSameData(resumed, data);
  checkSize(options.filters, data.dataset.imageShape);
  const own = options.module === undefined ? undefined : await ownNetwork(options.module, data.dataset.imageShape);
  if (resumed) requireSameNetwork(resumed.network ?? undefined, own);
  return { data, initial, own };
}

/** Asked before the work whose result the preview is to hold. */
async function checkPreview({ augment, augmentPreview }: Options): Promise<void> {
  if (augmentPreview === undefined) return;
  const subject = "--augment-preview";
  if (augment === undefined || Object.keys(augment).length === 0)
    throw new UsageError({ subject, rule: "shows what --augment does", received: "no --augment" });
  await checkOutputFile(augmentPreview, subject);
}

/** A page whose address is not said is of no use. */
function checkWatch({ watch, quiet }: Options): void {
  if (!watch || !quiet) return;
  throw new UsageError({
    subject: "--watch",
    rule: "says at which address its page is",
    received: "--quiet",
    advice: "Leave one out",
  });
}

function liveView(run: RunFolder, { dataset }: TrainingData, terminal: Terminal): LiveView {
  const { classNames } = dataset;
  return new LiveView({ events: run.file("events.jsonl"), run: basename(run.path), classNames }, terminal);
}

function pathOf(data: string): string | undefined {
  return data === "phantom" ? undefined : data;
}
