import { UsageError } from "@tomograd/kernels";
import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Callback, type CallbackState, type Logs } from "../../callbacks/callback.ts";
import { isNumber, maybe, remembered } from "../../callbacks/remembered.ts";
import { Monitor, type MonitorOptions } from "../../callbacks/monitor.ts";
import { storageError, writeFileAtomic } from "../atomic-write.ts";
import { modelFiles, saveModel } from "../saved-model.ts";
import { requireSaveFreq } from "./backup-and-restore.ts";
import { checkPattern, fillPattern } from "./file-pattern.ts";
import { makeFolder } from "./growing-file.ts";

export interface ModelCheckpointOptions extends Omit<MonitorOptions, "minDelta"> {
  /** Save only what is better than everything before. Default false. */
  readonly saveBestOnly?: boolean;
  /** Write one `.safetensors` file instead of a model's folder. Default false. */
  readonly saveWeightsOnly?: boolean;
  /** After every epoch, or after every so many batches of the whole run. Default `epoch`. */
  readonly saveFreq?: "epoch" | number;
  /** What the first value must beat already. */
  readonly initialValueThreshold?: number;
  /** Stored in `model.json`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Receives `Epoch 2: val_auc improved from 0.50000 to 0.60000, saving model to best` and the like. */
  readonly log?: (message: string) => void;
}

/**
 * Saves the model after epochs or batches, all of them or only the best. The path may have placeholders for `epoch` and
 * `batch` (from 1) and for everything in the logs: `{epoch:02d}-{val_auc:.4f}`.
 *
 * Throws a UsageError for an option or a placeholder that cannot be honoured and for a path where something else than an
 * older model lies, a StorageError where it cannot be written. Source: Keras 3 `callbacks.ModelCheckpoint`.
 *
 * @example
 * new ModelCheckpoint("runs/1/best", { monitor: "val_auc", saveBestOnly: true })
 */
export class ModelCheckpoint extends Callback {
  readonly #path: string;
  readonly #monitor: Monitor | undefined;
  readonly #options: Omit<ModelCheckpointOptions, keyof MonitorOptions>;
  readonly #log: (message: string) => void;
  #best: number | undefined;
  #epoch = 0;
  #last: { readonly batch: number; readonly logs: Logs } = { batch: 0, logs: {} };

  constructor(filepath: string, { monitor = "val_loss", mode = "auto", ...options }: ModelCheckpointOptions = {}) {
    super();
    const { saveBestOnly = false, saveFreq = "epoch", saveWeightsOnly = false } = options;
    requireSaveFreq("ModelCheckpoint", saveFreq);
    checkPattern(filepath);
    const refuse = (rule: string, received: string): never => {
      throw new UsageError({ subject: "ModelCheckpoint", rule, received });
    };
    if (saveWeightsOnly && !filepath.endsWith(".safetensors"))
      refuse("with saveWeightsOnly filepath must end in .safetensors", `filepath=${basename(filepath)}`);
    if (saveBestOnly && saveFreq !== "epoch" && monitor.startsWith("val_"))
      refuse("what validation finds is known at the end of an epoch only", `monitor=${monitor} saveFreq=${saveFreq}`);
    this.#path = filepath;
    this.#monitor = saveBestOnly ? new Monitor("ModelCheckpoint", { monitor, mode }) : undefined;
    this.#options = options;
    this.#log = options.log ?? (() => undefined);
    this.#best = options.initialValueThreshold;
  }

  /** The best value so far. */
  get best(): number | undefined {
    return this.#best;
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  override onTrainBatchEnd(batch: number, logs: Logs): void {
    this.#last = { batch, logs };
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const { saveFreq = "epoch" } = this.#options;
    if (saveFreq === "epoch") await this.#save(logs, { epoch: epoch + 1 });
  }

  /** For its moment, not for what is in it: then no later batch is under way. */
  override wantsSnapshot(step: number, epochEnds: boolean): boolean {
    const { saveFreq = "epoch" } = this.#options;
    return saveFreq !== "epoch" && !epochEnds && step % saveFreq === 0;
  }

  override async onSnapshot(): Promise<void> {
    const { saveFreq = "epoch" } = this.#options;
    const { batch, logs } = this.#last;
    if (saveFreq !== "epoch") await this.#save(logs, { epoch: this.#epoch + 1, batch: batch + 1 });
  }

  override state(): CallbackState {
    return { values: { best: this.#best } };
  }

  override restore({ values }: CallbackState): void {
    const { best } = remembered<{ readonly best?: number }>(values, "ModelCheckpoint", { best: maybe(isNumber) });
    this.#best = best ?? this.#options.initialValueThreshold;
  }

  async #save(logs: Logs, place: { readonly epoch: number; readonly batch?: number }): Promise<void> {
    const path = fillPattern(this.#path, { ...logs, ...place });
    if (!this.#decide(logs, place.epoch, path)) return;
    const { saveWeightsOnly = false, metadata = {} } = this.#options;
    const { model } = this.control;
    await requireReplaceable(path, saveWeightsOnly);
    if (!saveWeightsOnly) return await saveModel(path, model, metadata);
    const files = modelFiles(model, await model.getWeights(), {}, { isFloat32: true });
    await makeFolder(dirname(path)).catch((error: unknown) => {
      throw storageError(basename(path), error);
    });
    await writeFileAtomic(path, files.get("weights.safetensors")!);
  }

  #decide(logs: Logs, epoch: number, path: string): boolean {
    if (!this.#monitor) {
      this.#log(`Epoch ${epoch}: saving model to ${path}`);
      return true;
    }
    const { name } = this.#monitor;
    const value = this.#monitor.valueIn(logs, "Saving the best model", this.#log);
    if (value === undefined) return false;
    const best = this.#best === undefined ? "None" : this.#best.toFixed(5);
    if (!this.#monitor.improves(value, this.#best)) {
      this.#log(`Epoch ${epoch}: ${name} did not improve from ${best}`);
      return false;
    }
    this.#log(`Epoch ${epoch}: ${name} improved from ${best} to ${value.toFixed(5)}, saving model to ${path}`);
    this.#best = value;
    return true;
  }
}

/** A folder that is no model may hold anything: it is not replaced. */
async function requireReplaceable(path: string, isFile: boolean): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found || (isFile ? found.isFile() : await stat(join(path, "model.json")).catch(() => undefined))) return;
  throw new UsageError({
    subject: "ModelCheckpoint",
    rule: "replaces nothing but an older model",
    received: `filepath=${basename(path)}, which is something else`,
    advice: "Name another path",
  });
}
