import { fetchMedmnist, shownName } from "@tomograd/data";
import { join } from "node:path";
import { defineCommand } from "../command.ts";
import { medmnistSource, medmnistUrl } from "../data/medmnist-source.ts";
import { Interruption } from "../interruption.ts";
import { text, toggle } from "../options/kind.ts";
import { option, required } from "../options/option.ts";
import { downloadProgress } from "../progress/download-progress.ts";
import { OutputFolder } from "../run-folder/output-folder.ts";

export const dataFetch = defineCommand({
  name: "data fetch",
  arguments: "<source>",
  summary: "download a set of MedMNIST (2D, sizes 28, 64, 128, 224) and check it",
  examples: ["data fetch medmnist:pneumoniamnist:64 --out data"],
  options: {
    out: required(text("<dir>"), "the folder to put the file into"),
    overwrite: option(toggle, "replace another file of the same name", false),
  },
  ignores: ["device", "adapter", "seed"],
  async run({ options, arguments: [source = ""], terminal }) {
    const file = medmnistSource(source);
    const base = medmnistUrl();
    const folder = await OutputFolder.open(options.out, true);
    const stop = new AbortController();
    const interruption = new Interruption(() => stop.abort());
    const { licence } = file.set;
    terminal.note(`${file.name}: MedMNIST, ${licence}, not intended for clinical use`);
    const progress = downloadProgress(terminal, file.name);
    try {
      const { overwrite } = options;
      const { signal } = stop;
      const result = await fetchMedmnist(file, folder.path, { base, overwrite, signal, onProgress: progress.show });
      progress.end();
      const { fetched, bytes } = result;
      const { name, md5 } = file;
      if (options.json)
        return terminal.json({ file: name, fetched, bytes, md5, licence, notice: "not intended for clinical use" });
      const path = shownName(join(folder.path, name));
      terminal.result(`${path}: ${fetched ? "fetched" : "there already"}, ${bytes} bytes, MD5 ${md5} as published`);
    } catch (error) {
      progress.end();
      await folder.discard();
      interruption.throwIfAsked();
      throw error;
    } finally {
      interruption.stopListening();
    }
  },
});
