import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { InputError, UsageError } from "@tomograd/kernels";
import { csvSamples } from "../csv/csv-samples.ts";
import { fileError } from "../files/file-error.ts";
import { openNpyFile, openNpzFile } from "../files/open-arrays.ts";
import { phantom } from "../phantom/phantom.ts";
import { shownName } from "../shown-name.ts";
import { arraySamples } from "./array-samples.ts";
import type { ArraySource } from "./array-samples.ts";
import { assembleDataset } from "./assemble-dataset.ts";
import { byCodePoint } from "./by-code-point.ts";
import type { LoadedDataset, DatasetOptions } from "./dataset.ts";
import { folderSamples } from "./folder-samples.ts";

/**
 * Loads a data set: a folder of `x_train.npy`, `y_train.npy` …, an `.npz` with those members or MedMNIST's, a folder of class
 * folders of PNG and JPEG images, a CSV list of such images, or `phantom`.
 *
 * @throws InputError for data that breaks a rule; UsageError for an option that cannot be.
 * @example const { splits } = await loadDataset("data/kermany", { channels: 3, validationSplit: 0.2, split: "stratified", onBad: "error", seed: 1 });
 */
export async function loadDataset(path: string, options: DatasetOptions): Promise<LoadedDataset> {
  if (options.imageSize) checkSize(options.imageSize);
  if (!path.toLowerCase().endsWith(".csv")) refuseCsvOptions(options);
  if (path === "phantom") return loadPhantom(options);
  const name = shownName(basename(resolve(path)));
  const kind = await kindOf(path);
  if (kind === "folder") {
    const arrays = await npyFiles(path);
    const found =
      arrays.length > 0
        ? await arraySamples({ name, kind: "npy folder", arrays }, options)
        : await folderSamples(path, name, options);
    return assembleDataset(found, options);
  }
  if (path.toLowerCase().endsWith(".csv")) return assembleDataset(await csvSamples(path, name, options), options);
  if (!path.toLowerCase().endsWith(".npz")) throw unknownFile(name);
  const members = await openNpzFile(path, name);
  const arrays = [...members].map(([member, open]) => ({
    name: member,
    subject: `${name}[${shownName(member)}]`,
    open,
  }));
  return assembleDataset(await arraySamples({ name, kind: "npz", arrays }, options), options);
}

function loadPhantom({ seed, channels, imageSize, layout, positiveClass }: DatasetOptions): LoadedDataset {
  const refuse = (rule: string, received: string) => new InputError({ subject: "phantom", rule, received });
  if (layout) throw refuse("the phantom has no layout to choose", `layout=${layout}`);
  if (positiveClass !== undefined && positiveClass !== "lesion") {
    throw refuse("the positive class of the phantom is lesion", `positiveClass=${shownName(positiveClass)}`);
  }
  const { height, width } = imageSize ?? { height: 64, width: 64 };
  if (height !== width) throw refuse("the phantom is square", `imageSize=${height}x${width}`);
  return phantom({ seed, size: height, channels });
}

function checkSize({ height, width }: { height: number; width: number }): void {
  if ([height, width].every((value) => Number.isSafeInteger(value) && value >= 1 && value <= 4096)) return;
  const received = `imageSize=${height}x${width}`;
  throw new UsageError({ subject: "imageSize", rule: "height and width must be integers from 1 to 4096", received });
}

async function kindOf(path: string): Promise<"folder" | "file"> {
  const subject = shownName(path);
  try {
    const found = await stat(path);
    if (found.isDirectory()) return "folder";
    if (found.isFile()) return "file";
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") {
      throw new InputError({
        subject,
        rule: "the data must exist",
        received: `path=${shownName(resolve(path))}, working directory=${shownName(process.cwd())}`,
        advice: "Give the path of a folder, an .npz or a .csv file, or phantom",
        cause,
      });
    }
    throw fileError(cause, subject);
  }
  throw new InputError({ subject, rule: "data must be a folder or a regular file" });
}

async function npyFiles(path: string): Promise<ArraySource[]> {
  try {
    const names = (await readdir(path)).filter((name) => name.endsWith(".npy") && !name.startsWith("."));
    return names.sort(byCodePoint).map((file) => {
      const subject = shownName(file);
      const open = async () => await openNpyFile(join(path, file), subject);
      return { name: file.slice(0, -4), subject, open };
    });
  } catch (cause) {
    throw fileError(cause, shownName(path));
  }
}

function refuseCsvOptions({ group, delimiter, allowUnlabelled }: DatasetOptions): void {
  const given = Object.entries({ group, delimiter, allowUnlabelled }).find(
    ([, value]) => value !== undefined && value !== false,
  );
  if (given)
    throw new UsageError({ subject: given[0], rule: "only CSV lists have rows and columns", received: "other data" });
}

function unknownFile(subject: string): InputError {
  return new InputError({
    subject,
    rule: "a data file must be an .npz archive or a .csv list",
    received: "another file",
    advice: "Give a folder with x_train.npy and y_train.npy, a folder of class folders, an .npz or a .csv file",
  });
}
