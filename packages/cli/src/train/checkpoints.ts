import { Callback, type Snapshot } from "@tomograd/model";
import type { SnapshotStore } from "@tomograd/model/node";
import type { Interruption } from "../interruption.ts";
import type { ModelMetadata } from "../model/metadata.ts";
import type { RunFolder } from "../run-folder/run-folder.ts";

export interface CheckpointOptions {
  readonly store: SnapshotStore;
  readonly metadata: ModelMetadata;
  readonly run: RunFolder;
  readonly interruption: Interruption;
  /** Also after every so many steps; at the end of an epoch always. */
  readonly saveEvery: number | undefined;
  /** What to go on from. */
  readonly from: Snapshot | undefined;
}

/** Saves all that training is, so that it can go on from there; when a signal has come it saves and stops. */
export class Checkpoints extends Callback {
  readonly #of: CheckpointOptions;

  constructor(options: CheckpointOptions) {
    super();
    this.#of = options;
  }

  override resumeFrom(): Snapshot | undefined {
    return this.#of.from;
  }

  override wantsSnapshot(step: number, epochEnds: boolean): boolean {
    const { interruption, saveEvery } = this.#of;
    return epochEnds || interruption.isAsked || (saveEvery !== undefined && step % saveEvery === 0);
  }

  override async onSnapshot(snapshot: Snapshot): Promise<void> {
    const { store, run, metadata, interruption } = this.#of;
    await run.events.sync();
    await store.save(snapshot, this.control.model, metadata);
    interruption.throwIfAsked();
  }
}
