export { readNpy } from "./npy/read-npy.ts";
export { writeNpy } from "./npy/write-npy.ts";
export { toFloat32 } from "./npy/to-float32.ts";
export type { NpyArray, NpyData, NpyDtype } from "./npy/npy-array.ts";
export { readNpz } from "./zip/read-npz.ts";
export { openNpyFile, openNpzFile } from "./files/open-arrays.ts";
export type { StoredArray } from "./npy/stored-npy.ts";

export { readImage } from "./image/read-image.ts";
export type { Image, ReadImageOptions } from "./image/read-image.ts";
export { writePng } from "./image/write-png.ts";
export type { PngPixels } from "./image/write-png.ts";

export { readDicom } from "./dicom/read-dicom.ts";
export type { DicomImage, DicomOptions } from "./dicom/read-dicom.ts";
export { WINDOW_PRESETS } from "./dicom/window.ts";
export type { DicomWindow, Window, WindowPreset } from "./dicom/window.ts";

export { largestValue } from "./image/bit-depth.ts";
export { neutralId } from "./dataset/neutral-id.ts";

export { allInOrder } from "./files/all-in-order.ts";
export { decodePool } from "./decode/decode-pool.ts";
export type { DecodedImage, ImageRequest } from "./decode/decode-image.ts";

export { arraySplit } from "./dataset/array-split.ts";
export type { ArraySplitOptions } from "./dataset/array-split.ts";
export { subsetOfSplit } from "./dataset/subset-of-split.ts";
export { validationIndices } from "./dataset/validation-indices.ts";
export type { DividedSamples } from "./dataset/validation-indices.ts";
export { loadDataset } from "./dataset/load-dataset.ts";
export { dataNamePattern } from "./dataset/data-names.ts";
export { readFileBytes } from "./files/read-file-bytes.ts";
export type {
  LoadedDataset,
  DatasetKind,
  DatasetOptions,
  ImageShape,
  PixelRange,
  Split,
  SplitName,
} from "./dataset/dataset.ts";

export { findFaults, inspectDataset } from "./inspect/inspect-dataset.ts";
export type { InspectOptions } from "./inspect/inspect-dataset.ts";
export type { Finding, Severity } from "./inspect/finding.ts";
export { classBalance } from "./inspect/class-balance.ts";
export { fetchMedmnist, MEDMNIST_URL } from "./fetch/fetch-medmnist.ts";
export type { FetchOptions } from "./fetch/fetch-medmnist.ts";
export { fileMd5 } from "./fetch/file-md5.ts";
export { MEDMNIST_SIZES, medmnistByMd5, medmnistFile, medmnistSets, notFetched } from "./fetch/medmnist-files.ts";
export type { MedmnistFile } from "./fetch/medmnist-files.ts";

export { isWithin, type PixelEllipse } from "./phantom/pixel-ellipse.ts";
export { phantom, type Phantom, type SlicePlaces } from "./phantom/phantom.ts";
export type { PhantomOptions } from "./phantom/phantom.ts";

export { Dataset } from "./pipeline/dataset.ts";
export type { BatchedDataset } from "./pipeline/dataset.ts";
export type { Batched } from "./pipeline/collate.ts";
export type { HostTensor, NumericArray } from "./pipeline/tensor.ts";
export type { Slice, Tensors } from "./pipeline/tensor-slices.ts";
export type { TrainingBatch } from "./pipeline/training-batch.ts";

export { batches } from "./batches.ts";
export type { Batch, BatchOptions } from "./batches.ts";
export { applyNormalization } from "./normalization.ts";
export { fitNormalization } from "./fit-normalization.ts";
export type { Normalization, NormalizationKind } from "./normalization.ts";

export { stratifiedSplit } from "./split/stratified-split.ts";
export { stratifiedGroupSplit } from "./split/stratified-group-split.ts";
export { stratifiedKFold } from "./split/stratified-k-fold.ts";
export type { KFoldOptions } from "./split/stratified-k-fold.ts";
export { stratifiedGroupKFold } from "./split/stratified-group-k-fold.ts";
export { tailSplit } from "./split/tail-split.ts";
export type { SplitIndices } from "./split/split-indices.ts";
export { oversampledOrder } from "./random/oversampled-order.ts";
export { permutation } from "./random/permutation.ts";
export type { PermutationKey } from "./random/permutation.ts";

export { startThread } from "./start-thread.ts";
export { shownName } from "./shown-name.ts";
