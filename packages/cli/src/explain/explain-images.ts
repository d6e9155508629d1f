import { shownName, type Normalization, type Split } from "@tomograd/data";
import { featureMaps, fromArrays, predict, spatialOutput, type Model, type Target } from "@tomograd/model";
import { mapSheetFigure, overlayFigure, predictedClass, type Figure, type Prediction } from "@tomograd/report";
import type { ModelMetadata } from "../model/metadata.ts";
import type { ExplanationFiles } from "./explanation-files.ts";
import { heeds, isMapMethod, MAP_METHODS, type MethodName, type MethodOptions } from "./methods.ts";
import { readImages } from "./read-images.ts";

/** One picture of one image. */
export interface Explanation extends Prediction {
  readonly method: MethodName;
  readonly file: string;
  /** Whether it is 0 everywhere. */
  readonly isBlank: boolean;
}

export interface ImageSource {
  readonly split: Split;
  readonly normalization: Normalization;
}

export interface ExplainRun extends MethodOptions {
  readonly methods: readonly MethodName[];
  readonly limit: number | undefined;
  readonly metadata: ModelMetadata;
}

/** Explains the images one batch after the other, and writes a picture for each image and method. */
export async function* explainImages(
  model: Model,
  sources: readonly ImageSource[],
  files: ExplanationFiles,
  run: ExplainRun,
): AsyncGenerator<Explanation> {
  const { batchSize, limit = Infinity, metadata } = run;
  let place = 0;
  for (const { split, normalization } of sources) {
    const count = Math.min(split.length, limit - place);
    for (let from = 0; from < count; from += batchSize) {
      const indices = Uint32Array.from({ length: Math.min(batchSize, count - from) }, (_, i) => from + i);
      const { ids, x, shown } = await readImages(split, indices, normalization);
      const labels = new Float32Array(ids.length);
      const probabilities = await predict(model, fromArrays(x, labels, { batchSize }));
      const predictions = ids.map((id, i) => {
        const probability = probabilities[i]!;
        return { id, probability, label: predictedClass(probability, metadata.classNames) };
      });
      const draws: { readonly method: MethodName; readonly draw: Draw }[] = [];
      for (const method of run.methods)
        draws.push({
          method,
          draw: isMapMethod(method) ? await overlays(model, x, method, run) : await featureSheets(model, x, run.layer),
        });
      for (const [i, prediction] of predictions.entries())
        for (const { method, draw } of draws) {
          // A picture may be passed on, and a file's name may be a patient's: only what is printed tells it.
          const number = String(place + i).padStart(6, "0");
          const name = `${number}-${method.replace("++", "-plus-plus")}`;
          const id = `image ${number}`;
          const { figure, shape, values } = await draw({ i, id, name, image: shown[i]!, prediction });
          const isBlank = values.every((value) => value === 0);
          yield { ...prediction, method, isBlank, file: await files.write(figure, shape, values) };
        }
      place += ids.length;
    }
  }
}

interface Drawn {
  readonly i: number;
  readonly id: string;
  readonly name: string;
  readonly image: Parameters<typeof overlayFigure>[0]["image"];
  readonly prediction: Prediction;
}

type Draw = (drawn: Drawn) => Promise<{ figure: Figure; shape: readonly number[]; values: Float64Array }>;

async function overlays(model: Model, x: Float32Array, name: keyof typeof MAP_METHODS, run: ExplainRun): Promise<Draw> {
  const method = MAP_METHODS[name];
  const { shape, values } = await method.run(model, x, run);
  const [, height, width] = shape;
  const size = height * width;
  const layer = method.isOfLayer ? spatialOutput(model, run.layer).node.layer.name : undefined;
  return async ({ i, id, name: file, image, prediction }: Drawn) => {
    const map = { height, width, values: values.subarray(i * size, (i + 1) * size) };
    const figure = await overlayFigure({
      name: file,
      image,
      map,
      method: method.title,
      layer,
      target: heeds(name, "target") ? explainedClass(run.target, prediction, run.metadata) : undefined,
      positiveClass: run.metadata.positiveClass,
      probability: prediction.probability,
      id,
      colours: method.colours,
      label: method.label,
      opacity: run.opacity,
    });
    return { figure, shape: [height, width], values: map.values };
  };
}

async function featureSheets(model: Model, x: Float32Array, layer: string | undefined): Promise<Draw> {
  const maps = await featureMaps(model, x, { ...(layer !== undefined && { layer }) });
  const [, channels, height, width] = maps.shape;
  const size = channels * height * width;
  const shape = [channels, height, width] as const;
  const of = spatialOutput(model, layer).node.layer.name;
  return async ({ i, id, name }: Drawn) => {
    const values = maps.values.subarray(i * size, (i + 1) * size);
    const captions = Array.from({ length: channels }, (_, k) => `map ${k}`);
    const title = `Feature maps of ${shownName(of)} · ${id}`;
    const figure = await mapSheetFigure({ name, title, shape, values, captions, colours: "viridis", label: "output" });
    return { figure, shape, values };
  };
}

function explainedClass(
  target: Target = "predicted",
  { label }: Prediction,
  { classNames: [negative, positive] }: ModelMetadata,
): string {
  if (target === "predicted") return label;
  return target === "positive" ? positive : negative;
}
