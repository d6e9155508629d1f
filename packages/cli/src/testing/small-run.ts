import { phantom, writeNpy } from "@tomograd/data";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Data that the smallest network learns in a second: 16 x 16 slices as `data phantom` writes them. */
export async function smallData(
  path: string,
  { train = 20, validation = 8, test = 10 }: { train?: number; validation?: number; test?: number } = {},
): Promise<void> {
  const { splits } = phantom({ seed: 42, size: 16, train, validation, test, channels: 1 });
  mkdirSync(path);
  for (const split of Object.values(splits)) {
    const { name, length, labels } = split;
    const pixels = new Float32Array(length * 16 * 16);
    await split.gather(
      Uint32Array.from({ length }, (_, i) => i),
      pixels,
    );
    writeFileSync(join(path, `x_${name}.npy`), writeNpy([length, 16, 16], Uint8Array.from(pixels)));
    writeFileSync(join(path, `y_${name}.npy`), writeNpy([length], labels));
  }
}

/** The options of the smallest training: 3 steps an epoch in float64 on the CPU. */
export const small = (data: string): string[] => [
  "--data",
  data,
  "--filters",
  "2,2",
  "--batch-size",
  "8",
  "--device",
  "reference",
];

export const text = (...path: string[]): string => readFileSync(join(...path), "utf8");

export const json = (...path: string[]): Record<string, unknown> =>
  JSON.parse(text(...path)) as Record<string, unknown>;

/** The lines of a run's events.jsonl. */
export const events = (run: string): Record<string, unknown>[] =>
  text(run, "events.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The losses of a run's steps. */
export const lossesOf = (run: string): unknown[] =>
  events(run).flatMap(({ event, loss }) => (event === "step" ? [loss] : []));
