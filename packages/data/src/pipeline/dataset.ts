import { UsageError } from "@tomograd/kernels";
import type { Split } from "../dataset/dataset.ts";
import type { Batched } from "./collate.ts";
import { batched, mapped, ofCount, repeated, shuffled, sliced } from "./passes.ts";
import { prefetched } from "./prefetched.ts";
import { recordsOf } from "./record-files.ts";
import { splitElements } from "./split-elements.ts";
import type { LabelledTensor } from "./split-elements.ts";
import { tensorSlices } from "./tensor-slices.ts";
import type { Slice, Tensors } from "./tensor-slices.ts";
import { trainingBatch } from "./training-batch.ts";
import type { TrainingBatch } from "./training-batch.ts";

/** One walk through the elements; all random order in it is a function of the epoch. */
type Pass<T> = (epoch: number) => AsyncIterable<T>;

/** A number of elements, Infinity for one without end, undefined where only a walk could tell. */
type Cardinality = number | undefined;

/**
 * A pipeline of elements in the manner of `tf.data.Dataset`: lazy, and walked through as often as wanted. Nothing is read
 * before it is asked for, and a consumer that stops closes everything behind it.
 *
 * @example
 * const all = Dataset.fromTensorSlices([xTrain, yTrain]);
 * const train = all.take(countTraining).shuffle(1000, { seed: 1 }).batch(64).prefetch(2);
 * await fit(model, train, { ...recipe, epochs: 60, validation: all.skip(countTraining).batch(64) });
 */
export class Dataset<T> implements AsyncIterable<T> {
  protected readonly pass: Pass<T>;
  readonly #cardinality: Cardinality;
  #walks = 0;

  constructor(pass: Pass<T>, cardinality: Cardinality) {
    this.pass = pass;
    this.#cardinality = cardinality;
  }

  /**
   * Slices along the first dimension of tensors, which are not copied.
   *
   * @throws ShapeError where first dimensions differ.
   * @example Dataset.fromTensorSlices([await readNpy(x, "x"), await readNpy(y, "y")]) // [image [C,H,W], label]
   */
  static fromTensorSlices<const S extends Tensors>(tensors: S): Dataset<Slice<S>> {
    const { count, at } = tensorSlices(tensors);
    return new Dataset(async function* () {
      for (let i = 0; i < count; i++) yield at(i);
    }, count);
  }

  /** What a generator yields; it is called again for every walk, and told its epoch. */
  static fromGenerator<T>(generator: (epoch: number) => AsyncIterable<T> | Iterable<T>): Dataset<T> {
    return new Dataset<T>(async function* (epoch) {
      yield* generator(epoch);
    }, undefined);
  }

  /**
   * The records of TFRecord files, by their paths or as bytes; `decodeExample` of `@tomograd/tfrecord` reads them.
   *
   * @throws InputError, when the record is asked for, as `readRecords` does.
   */
  static fromTfRecords(files: readonly (string | Uint8Array)[]): Dataset<Uint8Array> {
    return new Dataset(() => recordsOf(files), undefined);
  }

  /** The samples of a split of a loaded data set, as `[image [C,H,W] float32, label]`. */
  static fromSplit(split: Split): Dataset<LabelledTensor> {
    return new Dataset(() => splitElements(split), split.length);
  }

  /** How many elements a walk has: Infinity for one without end, undefined when it is not known. */
  cardinality(): number | undefined {
    return this.#cardinality;
  }

  /** States how many elements there are. A walk that finds more or fewer throws an InputError. */
  assertCardinality(count: number): Dataset<T> {
    checkCount("assertCardinality", count, 0);
    return new Dataset((epoch) => ofCount(this.pass(epoch), count), count);
  }

  /** The same elements with their number, for which they are walked through once where it is not known. */
  async counted(): Promise<Dataset<T>> {
    if (this.#cardinality !== undefined) return this;
    let count = 0;
    for await (const _ of this.pass(0)) count++;
    return this.assertCardinality(count);
  }

  /** One walk as it is in this epoch. */
  epoch(epoch: number): AsyncIterable<T> {
    return this.pass(epoch);
  }

  /** Every walk is an epoch: the first is epoch 0. */
  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.pass(this.#walks++)[Symbol.asyncIterator]();
  }

  /**
   * A random order from a buffer of `bufferSize` elements: the next is drawn from it and replaced by the one that follows. A
   * buffer as large as the data set gives every order the same chance.
   *
   * The order is a function of the seed (0 unless told otherwise) and the epoch; without `reshuffleEachIteration`, of the seed.
   */
  shuffle(
    bufferSize: number,
    { seed = 0, reshuffleEachIteration = true }: { seed?: number; reshuffleEachIteration?: boolean } = {},
  ): Dataset<T> {
    checkCount("shuffle", bufferSize, 1);
    return new Dataset((epoch) => {
      return shuffled(this.pass(epoch), bufferSize, { seed, epoch: reshuffleEachIteration ? epoch : 0 });
    }, this.#cardinality);
  }

  /** Each element changed, in the same order; up to `numParallelCalls` (1) are awaited at a time. */
  map<U>(
    change: (element: T) => U | Promise<U>,
    { numParallelCalls = 1 }: { numParallelCalls?: number } = {},
  ): Dataset<U> {
    checkCount("map", numParallelCalls, 1);
    return new Dataset((epoch) => mapped(this.pass(epoch), change, numParallelCalls), this.#cardinality);
  }

  /** The first `count` elements. */
  take(count: number): Dataset<T> {
    checkCount("take", count, 0);
    const cardinality =
      this.#cardinality === undefined ? (count === 0 ? 0 : undefined) : Math.min(this.#cardinality, count);
    return new Dataset((epoch) => sliced(this.pass(epoch), 0, count), cardinality);
  }

  /** All but the first `count` elements. */
  skip(count: number): Dataset<T> {
    checkCount("skip", count, 0);
    const cardinality = this.#cardinality === undefined ? undefined : Math.max(0, this.#cardinality - count);
    return new Dataset((epoch) => sliced(this.pass(epoch), count, Infinity), cardinality);
  }

  /** The elements `count` times, or without end; every repetition is an epoch of what comes before it. */
  repeat(count = Infinity): Dataset<T> {
    if (count !== Infinity) checkCount("repeat", count, 0);
    const known = this.#cardinality === undefined ? undefined : this.#cardinality * count;
    return new Dataset(
      (epoch) => repeated(this.pass, count, count === Infinity ? epoch : epoch * count),
      count === 0 || this.#cardinality === 0 ? 0 : known,
    );
  }

  /** Makes up to `count` elements ready while the consumer works on another one. */
  prefetch(count: number): Dataset<T> {
    checkCount("prefetch", count, 1);
    return new Dataset((epoch) => prefetched(this.pass(epoch), count), this.#cardinality);
  }

  /** Puts `batchSize` elements together; the last batch may be smaller unless `dropRemainder`. Repeat and shuffle before. */
  batch(batchSize: number, { dropRemainder = false }: { dropRemainder?: boolean } = {}): BatchedDataset<Batched<T>> {
    checkCount("batch", batchSize, 1);
    const samples = this.#cardinality;
    const isCut = dropRemainder && samples !== undefined && samples !== Infinity;
    return new BatchedDataset(
      (epoch) => batched(this.pass(epoch), batchSize, dropRemainder),
      batchSize,
      isCut ? samples - (samples % batchSize) : samples,
    );
  }
}

/** Batches of elements, all full but the last: where the elements are `[x, y]`, what `fit` and `evaluate` take. */
export class BatchedDataset<T> extends Dataset<T> {
  readonly batchSize: number;
  readonly #samples: Cardinality;

  constructor(pass: Pass<T>, batchSize: number, samples: Cardinality) {
    super(pass, samples === undefined ? undefined : Math.ceil(samples / batchSize));
    this.batchSize = batchSize;
    this.#samples = samples;
  }

  /** Number of samples. @throws UsageError when it is not known. */
  get length(): number {
    if (this.#samples !== undefined) return this.#samples;
    throw new UsageError({
      subject: "Dataset.length",
      rule: "the number of elements must be known for training",
      advice: "Before batch, call assertCardinality(count), await counted(), or repeat() and pass stepsPerEpoch",
    });
  }

  /** The batches of an epoch from the `from`th on. @throws UsageError, when asked for, where elements are not `[x, y]`. */
  batches(epoch: number, from = 0): AsyncIterable<TrainingBatch> {
    return mapped(sliced(this.pass(epoch), from, Infinity), trainingBatch, 1);
  }

  override map<U>(
    change: (element: T) => U | Promise<U>,
    { numParallelCalls = 1 }: { numParallelCalls?: number } = {},
  ): BatchedDataset<U> {
    return this.#same(super.map(change, { numParallelCalls }), this.#samples);
  }

  override take(count: number): BatchedDataset<T> {
    const samples = this.#samples === undefined ? undefined : Math.min(this.#samples, count * this.batchSize);
    return this.#same(super.take(count), samples);
  }

  override skip(count: number): BatchedDataset<T> {
    const samples = this.#samples === undefined ? undefined : Math.max(0, this.#samples - count * this.batchSize);
    return this.#same(super.skip(count), samples);
  }

  override prefetch(count: number): BatchedDataset<T> {
    return this.#same(super.prefetch(count), this.#samples);
  }

  #same<U>(dataset: Dataset<U>, samples: Cardinality): BatchedDataset<U> {
    return new BatchedDataset((epoch) => dataset.epoch(epoch), this.batchSize, samples);
  }
}

function checkCount(name: string, count: number, least: number): void {
  if (Number.isSafeInteger(count) && count >= least) return;
  throw new UsageError({
    subject: `Dataset.${name}`,
    rule: `the count must be a whole number of at least ${least}`,
    received: `${count}`,
  });
}
