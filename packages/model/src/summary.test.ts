import { ReferenceDevice } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { documentedCnn } from "./documented-cnn.ts";

/** The tutorial's table, byte for byte: columns keep their trailing spaces. */
const DOCUMENTED = `Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #   
=================================================================
conv2d (Conv2D)              (None, 128, 64, 64)       9728      
_________________________________________________________________
conv2d_1 (Conv2D)            (None, 64, 64, 64)        73792     
_________________________________________________________________
max_pooling2d (MaxPooling2D) (None, 64, 32, 32)        0         
_________________________________________________________________
batch_normalization (BatchNo (None, 64, 32, 32)        128       
_________________________________________________________________
flatten (Flatten)            (None, 65536)             0         
_________________________________________________________________
dropout (Dropout)            (None, 65536)             0         
_________________________________________________________________
dense (Dense)                (None, 1)                 65537     
=================================================================
Total params: 149,185
Trainable params: 149,121
Non-trainable params: 64
_________________________________________________________________`;

describe("summary", () => {
  it("prints the documented table", () => {
    expect(documentedCnn().summary()).toBe(DOCUMENTED);
  });

  it("has a row for the input of the functional network, and counts the same", () => {
    const rows = DOCUMENTED.split("\n");
    const inputRow = "input_1 (InputLayer)         [(None, 3, 64, 64)]       0         ";
    const expected = ['Model: "model"', ...rows.slice(1, 4), inputRow, rows[1], ...rows.slice(4)].join("\n");
    expect(documentedCnn({ api: "functional" }).summary()).toBe(expected);
  });

  it("counts channels where batch norm is told to", () => {
    const text = documentedCnn({ bnAxis: "channel" }).summary();
    expect(text).toContain("Total params: 149,313\nTrainable params: 149,185\nNon-trainable params: 128");
  });

  it("begins with a penalty of 0.0912, as Glorot's limits have it", async () => {
    const weights = await documentedCnn().to(new ReferenceDevice(), { seed: 1 }).getWeights();
    const squares = ["conv2d/kernel", "conv2d_1/kernel"].flatMap((name) =>
      Array.from(weights.get(name)!, (w) => w * w),
    );
    expect(1e-3 * squares.reduce((sum, square) => sum + square, 0)).toBeCloseTo(0.0912, 3);
  });

  it("names weights in creation order", () => {
    expect(documentedCnn().weights.map(({ name }) => name)).toEqual([
      "conv2d/kernel",
      "conv2d/bias",
      "conv2d_1/kernel",
      "conv2d_1/bias",
      "batch_normalization/gamma",
      "batch_normalization/beta",
      "batch_normalization/moving_mean",
      "batch_normalization/moving_variance",
      "dense/kernel",
      "dense/bias",
    ]);
  });
});
