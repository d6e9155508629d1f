import type { LoadedDataset, Split } from "../dataset/dataset.ts";
import { fitNormalization } from "../fit-normalization.ts";
import type { Normalization } from "../normalization.ts";
import { faultChecks, furtherChecks } from "./checks/index.ts";
import { runChecks } from "./finding.ts";
import type { Finding, SeenSubject, Subject } from "./finding.ts";
import { look } from "./look.ts";

export interface InspectOptions {
  /** The file that the data came from, where it was one. */
  readonly file?: { readonly name: string; readonly md5: string };
  /** What a model stores, to be compared with the training split. */
  readonly normalization?: Normalization;
}

/**
 * Runs all checks of a data set: labels, duplicates and leakage between splits, patients, ranges, shortcuts, balance, drift.
 * Every pixel is read once, a few images at a time.
 *
 * @returns Findings, errors first. None of them holds a group's name or a path outside the data set.
 * @example for (const { severity, text } of await inspectDataset(dataset)) console.log(severity, text);
 */
export async function inspectDataset(dataset: LoadedDataset, options: InspectOptions = {}): Promise<Finding[]> {
  const subject = subjectOf(dataset);
  const { file, normalization: stored } = options;
  const looks = new Map<Split["name"], Awaited<ReturnType<typeof look>>>();
  for (const split of subject.splits) looks.set(split.name, await look(split));
  const fitted = stored && (await fitAgain(stored, dataset));
  const seen: SeenSubject = {
    ...subject,
    looks,
    ...(file && { file }),
    ...(stored && fitted && { normalization: { stored, fitted } }),
  };
  return runChecks<SeenSubject>([...faultChecks, ...furtherChecks], seen);
}

/**
 * What no training should begin with: the errors among the findings. Needs no pixels, only what loading has kept.
 *
 * @example const [first] = findFaults(dataset);
 */
export function findFaults(dataset: LoadedDataset): Finding[] {
  return runChecks(faultChecks, subjectOf(dataset)).filter(({ severity }) => severity === "E");
}

function subjectOf(dataset: LoadedDataset): Subject {
  const { train, validation, test } = dataset.splits;
  return { dataset, splits: [train, validation, test].filter((split) => split !== undefined) };
}

/** What the training split gives where the model's channels are its own. */
async function fitAgain(
  { kind, scale }: Normalization,
  { splits: { train } }: LoadedDataset,
): Promise<Normalization | undefined> {
  if (!train || scale.length !== train.imageShape[0]) return undefined;
  return await fitNormalization(kind, train, train.imageShape[0]);
}
