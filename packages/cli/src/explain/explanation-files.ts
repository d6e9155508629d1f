import { writeNpy } from "@tomograd/data";
import { writeFileAtomic } from "@tomograd/model/node";
import { renderPng, type Figure } from "@tomograd/report";
import type { OutputFolder } from "../run-folder/output-folder.ts";
import { storing } from "../run-folder/storing.ts";

/** Writes each explanation as a picture and as its values, and takes all of them back where one fails. */
export class ExplanationFiles {
  readonly #folder: OutputFolder;
  readonly #written: string[] = [];

  constructor(folder: OutputFolder) {
    this.#folder = folder;
  }

  /** Writes `<name of the figure>.png` and `.npy`; returns the picture's name. Throws a StorageError where that cannot be. */
  async write(figure: Figure, shape: readonly number[], values: Float64Array): Promise<string> {
    const png = `${figure.name}.png`;
    await this.#file(png, await renderPng(figure.svg));
    await this.#file(`${figure.name}.npy`, writeNpy(shape, Float32Array.from(values)));
    return png;
  }

  /** Removes what was written, and the folder if it was made for it. */
  async takeBack(): Promise<void> {
    await this.#folder.clear(this.#written);
    await this.#folder.discard();
  }

  async #file(name: string, content: Uint8Array): Promise<void> {
    this.#written.push(name);
    await storing(name, async () => await writeFileAtomic(this.#folder.file(name), content));
  }
}
