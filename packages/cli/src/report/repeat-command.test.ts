import { expect, test } from "vitest";
import { commonOptions } from "../options/common.ts";
import { readOptions } from "../options/read-options.ts";
import { trainingOptions } from "../train/training-options.ts";
import { repeatCommand } from "./repeat-command.ts";

const dataset = { kind: "npz" };
const TABLE = { ...trainingOptions, ...commonOptions };

test("only what is not as it would be anyway", () => {
  expect(repeatCommand({ dataset, epochs: 6, seed: 42, learningRate: 1e-3, device: "auto" })).toBe(
    "tomograd train --data <data> --epochs 6 --seed 42",
  );
  expect(
    repeatCommand({ dataset: { kind: "phantom" }, shuffle: false, oversample: true, device: "reference", init: true }),
  ).toBe("tomograd train --oversample --no-shuffle --device reference --init <weights.safetensors>");
});

test("kernels that took the place of others are named, and their files left to the reader", () => {
  const replacedKernels = [{ name: "conv2d.forward", module: "mine.ts", sha256: "0" }, { name: "a b;c" }, null];
  expect(repeatCommand({ dataset, replacedKernels })).toBe(
    "tomograd train --data <data> --kernel conv2d.forward=<module>",
  );
});

test("its flags give the options again", () => {
  const config = {
    filters: [16, 8],
    imageSize: { height: 64, width: 48 },
    dicomWindow: { center: 40, width: 400 },
    classWeight: [1, 3],
    augment: { rotation: 10, zoom: [0.8, 1.2], hflip: true, vflip: false },
    reduceLr: { factor: 0.5, patience: 8 },
    positiveClass: "it's `ill`",
  };
  const words = repeatCommand({ dataset, ...config })
    .match(/'(?:[^']|'\\'')*'|\S+/g)!
    .slice(4);
  const flags: Record<string, string> = {};
  for (let i = 0; i < words.length; i += 2) {
    const key = words[i]!.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    flags[key] = words[i + 1]!.replace(/^'|'$/g, "").replaceAll(String.raw`'\''`, "'");
  }
  const { values } = readOptions(TABLE, flags, {}, undefined);
  const { vflip: _, ...augment } = config.augment;
  expect(values).toMatchObject({ ...config, augment });
});

test("nothing in it is run by a shell", () => {
  expect(repeatCommand({ dataset, positiveClass: "$(rm -rf /)'; reboot #\u202E" })).toBe(
    String.raw`tomograd train --data <data> --positive-class '$(rm -rf /)'\''; reboot #\u{202e}'`,
  );
});

test("values that train never wrote are shown, and no method of theirs is called", () => {
  const hostile = { toString: 1, valueOf: 2 };
  expect(
    repeatCommand({ dataset, augment: { zoom: hostile }, filters: [hostile], imageSize: { height: hostile } }),
  ).toMatch(/^tomograd train --data <data> .*--filters '\[\{"toString":1,"valueOf":2\}\]'/);
});
