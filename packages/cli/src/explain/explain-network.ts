import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { activationMaximization, filters, spatialOutput, type Model } from "@tomograd/model";
import { mapSheetFigure, sheetFigure, shownImage, type Figure } from "@tomograd/report";
import type { ExplainRun } from "./explain-images.ts";

interface Drawing {
  readonly figure: Figure;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** The kernels of a convolution: in colour where it sees three channels, else their mean over its channels. */
export async function drawFilters(model: Model, layer: string | undefined): Promise<Drawing> {
  const { name } = spatialOutput(model, layer).node.layer;
  const { shape, values } = await filters(model.getLayer(name));
  const [count, channels, height, width] = shape;
  const captions = Array.from({ length: count }, (_, k) => `filter ${k}`);
  const named = { name: "filters", title: `Filters of ${shownName(name)}` };
  const size = height * width;
  if (channels === 3) {
    const reach = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    const tiles = captions.map((caption, k) => ({
      caption,
      pixels: shownImage(values.subarray(3 * k * size, 3 * (k + 1) * size), [3, height, width], {
        low: -reach,
        high: reach,
      }),
    }));
    const title = `${named.title} (grey 0, white ${reach.toPrecision(2)})`;
    return { figure: await sheetFigure({ ...named, title, tiles }), shape, values };
  }
  const means = new Float64Array(count * size);
  values.forEach((value, i) => {
    const k = Math.floor(i / (channels * size));
    means[k * size + (i % size)]! += value / channels;
  });
  const label = channels === 1 ? "weight" : `mean weight of ${channels} channels`;
  const sheet = {
    ...named,
    shape: [count, height, width] as const,
    values: means,
    captions,
    colours: "diverging",
    label,
  } as const;
  return { figure: await mapSheetFigure(sheet), shape, values };
}

/** The image that a filter, or a class, answers to most, within the range of the training's pixels. */
export async function drawMaximized(
  model: Model,
  { layer, filter, target, steps, seed, metadata }: ExplainRun,
): Promise<Drawing> {
  if (target === "predicted" || (layer === undefined) !== (filter === undefined) || (layer !== undefined && target))
    throw new UsageError({
      subject: "--method activation-maximization",
      rule: "raises a filter, named by --layer and --filter, or the score of the positive or negative class",
      received: `layer=${layer ?? "none"} filter=${filter ?? "none"} target=${target ?? "none"}`,
    });
  const { normalization, pixelScale, pixelRange = { min: 0, max: pixelScale }, classNames } = metadata;
  const { min, max } = pixelRange.max > pixelRange.min ? pixelRange : { min: 0, max: pixelScale };
  const ends = normalization.scale.flatMap((factor, c) =>
    [min, max].map((end) => end * factor + normalization.offset[c]!),
  );
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const { shape, values, history } = await activationMaximization(model, {
    steps,
    seed,
    range: [low, high],
    ...(layer === undefined ? { target: target ?? "positive" } : { layer, filter: filter ?? 0 }),
  });
  const what =
    layer === undefined
      ? `the class ${classNames[target === "negative" ? 0 : 1]}`
      : `filter ${filter} of ${shownName(layer)}`;
  const [first, last] = [history[0]!, history.at(-1)!].map((value) => value.toPrecision(3));
  const raised = layer === undefined ? "score" : "response";
  const tiles = [{ caption: `${raised} from ${first} to ${last}`, pixels: shownImage(values, shape, { low, high }) }];
  const title = `What raises ${what}`;
  return { figure: await sheetFigure({ name: "activation-maximization", title, tiles }), shape, values };
}
