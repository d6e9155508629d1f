import { phantom, writeNpy, type Split } from "@tomograd/data";
import { writeFileAtomic } from "@tomograd/model/node";
import { defineCommand } from "../command.ts";
import { DEFAULT_SEED } from "../options/common.ts";
import { integer, text, toggle } from "../options/kind.ts";
import { option, required } from "../options/option.ts";
import { OutputFolder } from "../run-folder/output-folder.ts";

const count = integer(2, 1_000_000);

export const dataPhantom = defineCommand({
  name: "data phantom",
  summary: "write the built-in data set as .npy files: uint8 (N,H,W) and labels",
  examples: [
    "data phantom --out phantom --seed 7",
    "data phantom --out small --size 32 --train 64 --validation 16 --test 16",
  ],
  options: {
    out: required(text("<dir>"), "the folder to fill"),
    size: option(integer(16, 1024), "height and width", 64),
    train: option(count, "images for training", 512),
    validation: option(count, "images for validation", 128),
    test: option(count, "images for testing", 128),
    overwrite: option(toggle, "write into a folder that is not empty", false),
  },
  ignores: ["device", "adapter"],
  async run({ options, terminal }) {
    const { size, train, validation, test, seed = DEFAULT_SEED } = options;
    const folder = await OutputFolder.open(options.out, options.overwrite);
    const { splits } = phantom({ seed, size, train, validation, test, channels: 1 });
    const written: { file: string; shape: number[] }[] = [];
    for (const split of Object.values(splits)) {
      const images = await pixelsOf(split);
      const files = [
        { name: `x_${split.name}.npy`, shape: [split.length, size, size], data: images },
        { name: `y_${split.name}.npy`, shape: [split.length], data: split.labels },
      ];
      for (const { name, shape, data } of files) {
        await writeFileAtomic(folder.file(name), writeNpy(shape, data));
        written.push({ file: name, shape });
      }
    }
    if (options.json) return terminal.json({ seed, written });
    for (const { file, shape } of written) terminal.result(`${file} (${shape.join(",")})`);
  },
});

async function pixelsOf(split: Split): Promise<Uint8Array> {
  const [channels, height, width] = split.imageShape;
  const values = new Float32Array(split.length * channels * height * width);
  await split.gather(
    Uint32Array.from({ length: split.length }, (_, i) => i),
    values,
  );
  return Uint8Array.from(values);
}
