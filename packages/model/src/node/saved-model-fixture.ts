import { ReferenceDevice } from "@tomograd/kernels";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { documentedCnn } from "../documented-cnn.ts";

export const device = new ReferenceDevice();
export const tiny = () =>
  documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4], bnAxis: "channel", dropout: 0.3 }).to(device, { seed: 5 });

/** Changes a file of the model in a folder. */
export async function edit(folder: string, name: string, change: (text: string) => string): Promise<void> {
  const path = join(folder, "model", name);
  await writeFile(path, change(await readFile(path, "utf8")));
}
