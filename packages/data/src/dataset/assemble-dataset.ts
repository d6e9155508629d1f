import { InputError } from "@tomograd/kernels";
import { sharedGroups } from "./shared-groups.ts";
import type { LoadedDataset, DatasetKind, DatasetOptions, SplitName } from "./dataset.ts";
import { takeSamples } from "./sample-set.ts";
import type { SampleSet } from "./sample-set.ts";
import { SampleSplit } from "./sample-split.ts";
import { validationIndices } from "./validation-indices.ts";

/** What a reader of any kind of data has found. */
export interface Found {
  readonly name: string;
  readonly kind: DatasetKind;
  readonly notes: readonly string[];
  readonly classNames: readonly [string, string];
  readonly sets: readonly SampleSet[];
  readonly skipped: LoadedDataset["skipped"];
}

const ORDER: readonly SplitName[] = ["train", "validation", "test"];

/**
 * Makes a data set of what a reader found: takes validation samples from the training set where there are none, brings all splits to
 * the channels asked for, and looks at the classes of each.
 *
 * @throws InputError for a training set of one class, splits of different image sizes, and colour images for one channel.
 */
export function assembleDataset(found: Found, options: DatasetOptions): LoadedDataset {
  const notes = [...found.notes, `positive class: ${found.classNames[1]} (against ${found.classNames[0]})`];
  const sets = ORDER.flatMap((name) => {
    const set = found.sets.find((candidate) => candidate.name === name);
    return set ? [set] : [];
  });
  for (const set of sets) checkChannels(set, options.channels);
  checkSameSize(sets);
  noteTypes(sets, notes);
  noteGroups(sets, notes);
  const isTraining = options.purpose !== "evaluation";
  if (isTraining) requireBothClasses(sets, found.classNames, "Add samples of the other class");
  const complete = splitOff(sets, options, notes);
  // With both classes in the file, only the order of a tail split can have left one out.
  if (isTraining) requireBothClasses(complete, found.classNames, "Split by --split stratified");
  for (const set of complete) noteClasses(set, found.classNames, notes);
  const splits: Partial<Record<SplitName, SampleSplit>> = {};
  for (const set of complete) splits[set.name] = new SampleSplit(set, options.channels);
  const { height, width } = (complete[0] as SampleSet).source;
  const { name, kind, classNames, skipped } = found;
  const imageShape = [options.channels, height, width] as const;
  return { name, kind, notes, classNames, positiveClass: classNames[1], imageShape, splits, skipped };
}

/** Grey pixels are repeated when gathered; of three equal channels one is taken where one is asked for. */
function checkChannels({ source, facts, ids, subject }: SampleSet, channels: 1 | 3): void {
  if (source.channels === 1 || channels === 3) return;
  const at = facts.findIndex(({ isGrey }) => !isGrey);
  if (at === -1) return;
  throw new InputError({
    subject,
    rule: "images for one channel must be grey",
    received: `colour in ${ids[at]}`,
    advice: "Pass --channels 3",
  });
}

function checkSameSize(sets: readonly SampleSet[]): void {
  const sizeOf = ({ source }: SampleSet) => `${source.height}x${source.width}`;
  const [first, ...others] = sets;
  const other = others.find((set) => first && sizeOf(set) !== sizeOf(first));
  if (!first || !other) return;
  throw new InputError({
    subject: other.subject,
    rule: "the images of all splits must have one size",
    received: `${first.name}=${sizeOf(first)}, ${other.name}=${sizeOf(other)}`,
    advice: "Resample them to one size first",
  });
}

function noteTypes(sets: readonly SampleSet[], notes: string[]): void {
  const types = sets.map(({ name, source }) => `${name} ${source.type}`);
  if (new Set(sets.map(({ source }) => source.type + source.scale)).size > 1) {
    notes.push(`warning: the splits differ in their pixel type (${types.join(", ")}): they may differ in range`);
  }
}

function noteGroups(sets: readonly SampleSet[], notes: string[]): void {
  const shared = sharedGroups(sets.map(({ groups }) => groups ?? []));
  if (shared > 0)
    notes.push(`warning: groups with samples in more than one split: ${shared}; what is measured is too good`);
}

function splitOff(sets: readonly SampleSet[], options: DatasetOptions, notes: string[]): readonly SampleSet[] {
  const train = sets.find((set) => set.name === "train");
  if (!train || options.validationSplit === 0 || sets.some((set) => set.name === "validation")) return sets;
  const indices = validationIndices(train, options);
  if (indices.validation.length === 0) {
    notes.push("warning: there are too few training samples, or groups of them, to take any for validation");
    return sets;
  }
  const whole = train.groups ? ", whole groups" : "";
  notes.push(
    `validation: ${indices.validation.length} of ${train.labels.length} training samples, ${options.split}${whole}`,
  );
  const rest = sets.filter((set) => set.name === "test");
  return [takeSamples(train, indices.train, "train"), takeSamples(train, indices.validation, "validation"), ...rest];
}

function onlyClass({ labels }: SampleSet, classNames: readonly [string, string]): string | undefined {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  return positives > 0 && positives < labels.length ? undefined : classNames[positives > 0 ? 1 : 0];
}

function noteClasses(set: SampleSet, classNames: readonly [string, string], notes: string[]): void {
  const only = onlyClass(set, classNames);
  if (only === undefined) return;
  notes.push(`warning: ${set.name} holds one class only (${only}): its AUC is not defined`);
}

function requireBothClasses(sets: readonly SampleSet[], classNames: readonly [string, string], advice: string): void {
  const train = sets.find((set) => set.name === "train");
  const only = train && onlyClass(train, classNames);
  if (only === undefined) return;
  throw new InputError({
    subject: train!.subject,
    rule: "training needs samples of both classes",
    received: `${train!.labels.length} samples, all of class ${only}`,
    advice,
  });
}
