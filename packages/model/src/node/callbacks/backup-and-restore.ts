import { UsageError } from "@tomograd/kernels";
import { Callback } from "../../callbacks/callback.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import { SnapshotStore } from "../snapshot-store.ts";

export interface BackupAndRestoreOptions {
  /** After every epoch, or also after every so many batches. Default `epoch`. */
  readonly saveFreq?: "epoch" | number;
  /** Remove the backup when training has ended. Default true. */
  readonly deleteCheckpoint?: boolean;
  /** Receives what is wrong with a damaged backup, in whose place the one before is used. */
  readonly log?: (message: string) => void;
}

/**
 * Backs training up into a folder, so that the same `fit`, called again after a crash, goes on where it was: it computes
 * the same bytes as if it had never stopped. The callbacks must be the same ones in the same order.
 *
 * Throws a UsageError for a `saveFreq` that is no positive whole number, a StorageError where the folder cannot be
 * written. Source: Keras 3 `callbacks.BackupAndRestore`.
 *
 * @example
 * const callbacks = [new BackupAndRestore("runs/1/backup")];
 * await fit(model, source, { ...recipe, epochs: 10, callbacks });
 */
export class BackupAndRestore extends Callback {
  readonly #store: SnapshotStore;
  readonly #options: Required<BackupAndRestoreOptions>;

  constructor(
    backupDir: string,
    { saveFreq = "epoch", deleteCheckpoint = true, log = () => undefined }: BackupAndRestoreOptions = {},
  ) {
    super();
    requireSaveFreq("BackupAndRestore", saveFreq);
    this.#store = new SnapshotStore(backupDir);
    this.#options = { saveFreq, deleteCheckpoint, log };
  }

  override async resumeFrom(): Promise<Snapshot | undefined> {
    await this.#store.sweep();
    return await this.#store.latest(this.control.model, this.#options.log);
  }

  override wantsSnapshot(step: number, epochEnds: boolean): boolean {
    const { saveFreq } = this.#options;
    return epochEnds || (saveFreq !== "epoch" && step % saveFreq === 0);
  }

  override async onSnapshot(snapshot: Snapshot): Promise<void> {
    await this.#store.save(snapshot, this.control.model);
  }

  override async onTrainEnd(): Promise<void> {
    if (this.#options.deleteCheckpoint) await this.#store.clear();
  }
}

/** Throws a UsageError unless it is `epoch` or a positive whole number. */
export function requireSaveFreq(subject: string, saveFreq: unknown): void {
  if (saveFreq === "epoch" || (Number.isSafeInteger(saveFreq) && (saveFreq as number) > 0)) return;
  throw new UsageError({
    subject,
    rule: "saveFreq must be epoch or a positive whole number of batches",
    received: `saveFreq=${String(saveFreq)}`,
  });
}
