import { Callback, type EarlyStopping, type Model } from "@tomograd/model";
import { saveModel } from "@tomograd/model/node";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { storing } from "../run-folder/storing.ts";
import type { ModelMetadata } from "../model/metadata.ts";

/** Saves the model at the end of every epoch and keeps the last and the best. */
export class Checkpoints extends Callback {
  readonly #folder: string;
  readonly #metadata: ModelMetadata;
  readonly #stopping: EarlyStopping;

  constructor(folder: string, metadata: ModelMetadata, stopping: EarlyStopping) {
    super();
    this.#folder = folder;
    this.#metadata = metadata;
    this.#stopping = stopping;
  }

  override async onEpochEnd(epoch: number): Promise<void> {
    const name = nameOf(epoch);
    await saveModel(join(this.#folder, name), this.control.model, this.#metadata);
    const { value, epoch: best } = this.#stopping.best;
    await this.#keepOnly([name, ...(value === undefined ? [] : [nameOf(best)])]);
  }

  /** Saves a model between two epochs; returns the folder's name. */
  async saveStep(model: Model, step: number): Promise<string> {
    const name = `step-${String(step).padStart(6, "0")}`;
    await saveModel(join(this.#folder, name), model, this.#metadata);
    return name;
  }

  async #keepOnly(names: readonly string[]): Promise<void> {
    await storing("checkpoints", async () => {
      for (const found of await readdir(this.#folder)) {
        if (/^epoch-\d+$/.test(found) && !names.includes(found))
          await rm(join(this.#folder, found), { recursive: true });
      }
    });
  }
}

function nameOf(epoch: number): string {
  return `epoch-${String(epoch + 1).padStart(4, "0")}`;
}
