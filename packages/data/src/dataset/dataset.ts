import type { DicomWindow } from "../dicom/window.ts";
import type { SampleFacts } from "../decode/sample-facts.ts";

/** Channels, height and width of one sample as `gather` writes it. */
export type ImageShape = readonly [channels: number, height: number, width: number];

export type SplitName = "train" | "validation" | "test";

/** What the pixels are: the values found, and the largest value of their integer type (1 for float and boolean). */
export interface PixelRange {
  readonly min: number;
  readonly max: number;
  readonly scale: number;
}

/**
 * Labelled samples of one purpose. Pixels stay in their own type in memory, or are read when they are asked for where they
 * would take too much of it, and become float32 batch by batch.
 */
export interface Split {
  readonly name: SplitName;
  readonly length: number;
  readonly imageShape: ImageShape;
  /** Stable ids, without any part of a path outside the data set: `train/000012`, or a file's path inside its folder. */
  readonly ids: readonly string[];
  /** 1 = the positive class. */
  readonly labels: Uint8Array;
  /** Which samples belong together, such as those of one patient, by ids that say nothing of it; undefined for alone. */
  readonly groups?: readonly (string | undefined)[];
  /** What the first look at each sample found. */
  readonly facts?: readonly SampleFacts[];
  /** Of the decoded pixels, their shape and type, and the labels; the same in memory or not. */
  readonly sha256: string;
  readonly pixelRange: PixelRange;
  /**
   * Writes the samples of `indices`, one after the other, as raw-valued float32 [C,H,W] into `out`. Once `signal` is aborted,
   * nobody waits for them: what has not begun may be left out.
   */
  gather(indices: ArrayLike<number>, out: Float32Array, signal?: AbortSignal): void | Promise<void>;
}

export type DatasetKind = "npy folder" | "npz" | "image folder" | "csv" | "phantom";

/** What `loadDataset` found: labelled samples by their purpose. The pipeline of any elements is `Dataset`. */
export interface LoadedDataset {
  readonly name: string;
  readonly kind: DatasetKind;
  /** What the user should be told: assumptions made, things left out, warnings. */
  readonly notes: readonly string[];
  /** The names of classes 0 and 1. */
  readonly classNames: readonly [string, string];
  readonly positiveClass: string;
  readonly imageShape: ImageShape;
  readonly splits: { readonly train?: Split; readonly validation?: Split; readonly test?: Split };
  /** Samples that could not be read and were left out on request. */
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
}

export interface DatasetOptions {
  /** The order of dimensions of arrays; inferred where it is clear when not given. */
  readonly layout?: "nchw" | "nhwc" | "nhw";
  /** Channels of a sample; grey images are repeated for 3. */
  readonly channels: 1 | 3;
  /** The size that images of folders are resampled to. */
  readonly imageSize?: { readonly height: number; readonly width: number };
  /** What grey values of DICOM images are mapped to [0,1]; as rescaled when not given. */
  readonly dicomWindow?: DicomWindow;
  /** The frame of DICOM images that have several, from 1 on. */
  readonly dicomFrame?: number;
  /** The label or class name that counts as 1; all others count as 0. */
  readonly positiveClass?: string;
  /** The column of a CSV list that says which samples belong together; `group` or `patient_id` when not given. */
  readonly group?: string;
  /** What divides the cells of a CSV list; a comma when not given. */
  readonly delimiter?: "," | ";" | "tab";
  /** Leaves out rows of a CSV list without a file, and images beside the others without a row. */
  readonly allowUnlabelled?: boolean;
  /** The part of the training data taken for validation where there is no validation data. */
  readonly validationSplit: number;
  readonly split: "stratified" | "tail";
  /** Training, the default, needs samples of both classes. */
  readonly purpose?: "training" | "evaluation";
  /** What to do with an image that cannot be read. */
  readonly onBad: "error" | "skip";
  readonly seed: number;
  /** Bytes of decoded images that may stay in memory; a quarter of the machine's memory when not given. */
  readonly memory?: number;
}
