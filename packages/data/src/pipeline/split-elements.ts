import type { Split } from "../dataset/dataset.ts";

/** An image and its label, 0 or 1. */
export type LabelledTensor = readonly [
  image: { readonly data: Float32Array; readonly shape: readonly number[] },
  label: number,
];

/** The samples of a split in their order; as the split has them, without any normalisation. */
export async function* splitElements(split: Split): AsyncGenerator<LabelledTensor, void, void> {
  const size = split.imageShape.reduce((product, length) => product * length, 1);
  for (let i = 0; i < split.length; i++) {
    const data = new Float32Array(size);
    await split.gather([i], data);
    yield [{ data, shape: split.imageShape }, split.labels[i] as number];
  }
}
