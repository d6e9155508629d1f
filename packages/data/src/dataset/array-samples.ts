import { InputError } from "@tomograd/kernels";
import type { StoredArray } from "../npy/stored-npy.ts";
import { arrayLayout } from "./array-layout.ts";
import { arrayPixels, memoryOf } from "./array-pixels.ts";
import type { Found } from "./assemble-dataset.ts";
import { binaryClasses } from "./binary-classes.ts";
import { parseDataName } from "./data-names.ts";
import type { DatasetKind, DatasetOptions, SplitName } from "./dataset.ts";
import { labelValues } from "./label-values.ts";
import { memoryLimit, streamingNote } from "./memory-limit.ts";
import type { SampleSet } from "./sample-set.ts";
import { shownName } from "../shown-name.ts";

/** A named array in a file, opened when asked for. */
export interface ArraySource {
  /** Without `.npy`. */
  readonly name: string;
  /** How errors call it. */
  readonly subject: string;
  readonly open: () => Promise<StoredArray>;
}

interface Pair {
  readonly name: SplitName;
  readonly x: ArraySource;
  readonly y: ArraySource;
}

const EXPECTED = "x_train and y_train (also x_validation, x_test), or MedMNIST's train_images and train_labels";

/**
 * Reads the splits of a data set from named arrays; arrays of other names are left out with a note.
 *
 * @throws InputError for an image array without labels or the reverse, counts that differ, and what the arrays themselves break.
 */
export async function arraySamples(
  source: { readonly name: string; readonly kind: DatasetKind; readonly arrays: readonly ArraySource[] },
  options: DatasetOptions,
): Promise<Found> {
  const notes: string[] = [];
  if (options.imageSize) {
    throw new InputError({
      subject: source.name,
      rule: "arrays are not resampled",
      received: `imageSize=${options.imageSize.height}x${options.imageSize.width}`,
      advice: "Leave --image-size out, or resample the arrays first",
    });
  }
  const opened = [];
  for (const pair of pairUp(source.arrays, source.name, notes)) opened.push(await openPair(pair, options, notes));
  const bytes = opened.reduce((sum, { images }) => sum + memoryOf(images), 0);
  const limit = options.memory ?? memoryLimit();
  const inMemory = bytes <= limit;
  const found = new Set(opened.flatMap(({ values }) => values));
  const classes = binaryClasses(found, options.positiveClass, opened[0]?.y.subject ?? source.name);
  const sets: SampleSet[] = [];
  for (const { name, x, images, shape, values } of opened) {
    const { source: pixels, facts, note } = await arrayPixels(images, shape, x.subject, inMemory);
    if (note !== undefined) notes.push(note);
    if (!inMemory && !images.readParts) {
      notes.push(
        `${x.subject} is in memory as a whole: parts of it cannot be read alone (compressed, or Fortran order)`,
      );
    }
    sets.push({
      name,
      subject: x.subject,
      source: pixels,
      facts,
      indices: Uint32Array.from(values, (_, i) => i),
      labels: Uint8Array.from(values, (value) => (classes.isPositive(value) ? 1 : 0)),
      ids: values.map((_, i) => `${name}/${String(i).padStart(6, "0")}`),
    });
  }
  if (!inMemory) notes.push(streamingNote(bytes, limit));
  return { name: source.name, kind: source.kind, notes, classNames: classes.names, sets, skipped: [] };
}

function pairUp(arrays: readonly ArraySource[], subject: string, notes: string[]): Pair[] {
  const known = new Map<string, ArraySource>();
  for (const array of arrays) {
    const parsed = parseDataName(array.name);
    if (!parsed) {
      notes.push(`${array.subject} is not read: array names are ${EXPECTED}`);
      continue;
    }
    const key = `${parsed.role}_${parsed.split}`;
    const other = known.get(key);
    if (other) {
      const rule = `there must be one array for ${key}`;
      throw new InputError({ subject, rule, received: `${other.subject} and ${array.subject}`, advice: "Remove one" });
    }
    if (parsed.isAlias) notes.push(`${array.subject} is read as ${key}`);
    known.set(key, array);
  }
  const pairs = (["train", "validation", "test"] as const).flatMap((name) => {
    const [x, y] = [known.get(`x_${name}`), known.get(`y_${name}`)];
    if (x && y) return [{ name, x, y }];
    const lone = x ?? y;
    if (!lone) return [];
    const rule = `${name} needs images and labels`;
    throw new InputError({ subject, rule, received: `only ${lone.subject}`, advice: `Expected are ${EXPECTED}` });
  });
  if (pairs.length > 0) return pairs;
  const names = arrays.map(({ name }) => shownName(name)).join(", ");
  throw new InputError({
    subject,
    rule: `arrays must be named ${EXPECTED}`,
    received: `arrays=${names.slice(0, 300) || "none"}`,
    advice: "Rename them",
  });
}

/** Reads labels and the shape of the images, of which none is decoded yet. */
async function openPair({ name, x, y }: Pair, options: DatasetOptions, notes: string[]) {
  const images = await x.open();
  const { layout, ...shape } = arrayLayout(images.shape, options.layout, x.subject);
  notes.push(
    `${x.subject}: (${images.shape.join(",")}) ${images.dtype}, layout ${layout} ${options.layout ? "as told" : "inferred"}`,
  );
  const values = await labelValues(await y.open(), y.subject);
  if (values.length === shape.count) return { name, x, y, images, shape, values };
  throw new InputError({
    subject: y.subject,
    rule: "there must be one label per image",
    received: `labels=${values.length}, images=${shape.count}`,
    advice: `Check that it belongs to ${x.subject}`,
  });
}
