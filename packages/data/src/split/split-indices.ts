/** Which samples belong to training and which to validation, each in ascending order. */
export interface SplitIndices {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}
