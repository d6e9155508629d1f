import { phantom, type Normalization, type SlicePlaces, type Split } from "@tomograd/data";
import { UsageError, type Shape } from "@tomograd/kernels";
import { fromArrays, predict, receptiveField, type Model } from "@tomograd/model";
import { table } from "../table.ts";
import { MAP_METHODS, type MapMethodName, type MapOptions } from "./methods.ts";
import { playPointingGame, type PointingGame } from "./pointing-game.ts";
import { readImages } from "./read-images.ts";

export interface PointingResult extends PointingGame {
  readonly method: MapMethodName;
}

/** A model that has learned to find the phantom's lesions. */
export interface PointingModel {
  readonly model: Model;
  readonly imageShape: Shape;
  readonly normalizationOf: (split: Split) => Normalization;
}

/**
 * Plays the pointing game with the true positives of the phantom's test split: once without a margin, and for layers that see more than
 * a pixel once with half of what one of their values sees, since the hottest value stands for all of that.
 *
 * Throws a UsageError for a model of other images than the phantom's.
 */
export async function pointAtLesions(
  { model, imageShape, normalizationOf }: PointingModel,
  { methods, ...options }: MapOptions & { readonly methods: readonly MapMethodName[] },
): Promise<PointingResult[]> {
  const [channels = 0, height = 0, width] = imageShape;
  if (height !== width || (channels !== 1 && channels !== 3))
    throw new UsageError({
      subject: "pointing-game",
      rule: "needs a model of the phantom's slices",
      received: `images=${imageShape.join("x")}`,
    });
  const { splits, places } = phantom({ seed: options.seed, size: height, channels });
  const test = splits.test!;
  const { x } = await readImages(test, Uint32Array.from(test.ids.keys()), normalizationOf(test));
  const probabilities = await predict(model, fromArrays(x, new Float32Array(test.length), options));
  const found = [...test.ids.keys()].filter((i) => test.labels[i] === 1 && probabilities[i]! > 0.5);
  if (found.length === 0) return [];
  const size = channels * height * width;
  const images = new Float32Array(found.length * size);
  found.forEach((i, n) => images.set(x.subarray(i * size, (i + 1) * size), n * size));
  const there: SlicePlaces[] = found.map((i) => places.test[i]!);
  const results: PointingResult[] = [];
  for (const method of methods) {
    const maps = await MAP_METHODS[method].run(model, images, options);
    const field = MAP_METHODS[method].isOfLayer ? Math.max(...receptiveField(model, options.layer)) : 1;
    for (const margin of new Set([0, Math.floor(field / 2)]))
      results.push({ method, ...playPointingGame(maps, there, [height, height], margin) });
  }
  return results;
}

/** The results as a table, and below it what its columns are. */
export function pointingText(results: readonly PointingResult[]): string {
  const percent = (share: number | null): string => (share === null ? "-" : `${(100 * share).toFixed(1)} %`);
  const rows = results.map(({ method, margin, hits, total, share, interval, randomInBody, centre }) => [
    method,
    `${margin} px`,
    `${hits}/${total}`,
    percent(share),
    interval ? `${percent(interval[0])} to ${percent(interval[1])}` : "-",
    percent(randomInBody),
    percent(centre),
  ]);
  const header = ["method", "margin", "hits", "share", "95 % interval", "random in body", "centre"];
  return table(header, rows);
}
