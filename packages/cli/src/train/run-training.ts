import { shownName } from "@tomograd/data";
import { InputError, type Device, type Replacements } from "@tomograd/kernels";
import type { Augmentation, Model, Snapshot } from "@tomograd/model";
import { SnapshotStore, TensorBoard } from "@tomograd/model/node";
import { Interrupted, type Interruption } from "../interruption.ts";
import type { ModelMetadata } from "../model/metadata.ts";
import type { RunFolder } from "../run-folder/run-folder.ts";
import type { Terminal } from "../terminal.ts";
import { Checkpoints } from "./checkpoints.ts";
import { fitNetwork } from "./fit-network.ts";
import { IdleKernels } from "./idle-kernels.ts";
import { MemoryWatch } from "./memory-watch.ts";
import { compileProgress } from "../progress/compile-progress.ts";
import type { Profile } from "../profile/profile.ts";
import type { Plan } from "./plan.ts";
import type { TrainingData } from "./prepare-data.ts";
import { ProgressCallback } from "./progress-callback.ts";
import type { Recorder } from "./recorder.ts";
import { ownCodeFlags } from "./own-network.ts";
import type { RunOptions } from "./training-options.ts";
import type { LiveView } from "./watch/live-view.ts";

export interface TrainingRun {
  readonly model: Model;
  readonly device: Device;
  readonly data: TrainingData;
  readonly plan: Plan;
  readonly options: RunOptions;
  readonly metadata: ModelMetadata;
  readonly run: RunFolder;
  readonly recorder: Recorder;
  readonly profile: Profile | undefined;
  readonly augmentation: Augmentation | undefined;
  readonly view: LiveView | undefined;
  readonly replacements: Replacements | undefined;
  readonly interruption: Interruption;
  readonly terminal: Terminal;
}

/** Trains until the last epoch, early stopping or a signal; the model then holds its best weights. */
export async function runTraining(training: TrainingRun) {
  const { model, device, data, plan, options, run, recorder, profile, interruption, terminal } = training;
  const log = (message: string): void => terminal.note(message);
  const store = new SnapshotStore(run.file("checkpoints"));
  const from = options.resume === undefined ? undefined : await latestSnapshot(store, training);
  const memory = new MemoryWatch(device);
  const { metadata, augmentation, view, replacements } = training;
  const showCompiling = options.progress === "json" ? undefined : compileProgress(terminal);
  const { saveEvery } = options;
  const watching = view ? [await view.progress(model, data)] : [];
  try {
    const { bestEpoch = recorder.epochs } = await fitNetwork({
      model,
      data,
      plan,
      options,
      augmentation,
      callbacks: (steering) => [
        ...(profile ? [profile] : []),
        memory,
        ...steering,
        new ProgressCallback(options.progress, terminal, watching),
        recorder,
        ...(replacements ? [new IdleKernels(replacements, terminal)] : []),
        ...(options.tensorboard ? [new TensorBoard(run.file("logs"))] : []),
        new Checkpoints({ store, run, interruption, from, metadata, saveEvery }),
      ],
      checkpoints: {
        // A signal is answered after the step, when everything can be saved.
        train: async () => await interruption.listen(),
        validation: async () => await interruption.checkpoint(),
      },
      wrap: profile && ((source) => profile.source(source)),
      log,
      onCompile: showCompiling,
    });
    return { bestEpoch, memory: memory.report };
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    await recorder.event({ event: "interrupted", signal: error.signal, step: recorder.step });
    throw new Interrupted(
      error.signal,
      `saved after step ${recorder.step}, train --resume ${shownName(run.path)}${ownCodeFlags(options)} goes on`,
    );
  }
}

/** What to go on from; none where the run was stopped before it saved anything. Throws an InputError for damage alone. */
async function latestSnapshot(
  store: SnapshotStore,
  { model, run, terminal }: TrainingRun,
): Promise<Snapshot | undefined> {
  await store.sweep();
  const saved = await store.names();
  const snapshot = await store.latest(model, (message) => terminal.warn(message));
  if (!snapshot && saved.length > 0) {
    throw new InputError({
      subject: "checkpoints",
      rule: "one of the saved states must be whole",
      received: `damaged=${saved.join(",")}`,
      advice: "Restore one of them, or train anew with --out",
    });
  }
  if (snapshot) terminal.note(`going on after step ${snapshot.step}, in epoch ${snapshot.epoch + 1}`);
  else {
    terminal.note("nothing was saved yet: training begins anew");
    await run.events.cut(0);
  }
  return snapshot;
}
