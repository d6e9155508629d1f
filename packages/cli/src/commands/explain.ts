import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { csvText, NOTICE, textCell } from "@tomograd/report";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, withDevice } from "../device/open-device.ts";
import { timeoutOption } from "../device/patience.ts";
import { explainImages, type Explanation, type ExplainRun, type ImageSource } from "../explain/explain-images.ts";
import { drawFilters, drawMaximized } from "../explain/explain-network.ts";
import { ExplanationFiles } from "../explain/explanation-files.ts";
import { mapOptions } from "../explain/map-options.ts";
import { methodList } from "../explain/method-list.ts";
import { needsImages, refuseIdleOptions, type MethodName } from "../explain/methods.ts";
import { customLayers, layersOption } from "../model/custom-layers.ts";
import { normalizationFor, openModel, scaleWarning } from "../model/open-model.ts";
import { readAsTrained } from "../model/read-as-trained.ts";
import { Interruption } from "../interruption.ts";
import { DEFAULT_SEED } from "../options/common.ts";
import { dataOptions } from "../options/data.ts";
import { choice, integer, real, text, toggle } from "../options/kind.ts";
import { option, required } from "../options/option.ts";
import { plural } from "../plural.ts";
import { openInput } from "../predict/open-inputs.ts";
import { OutputFolder } from "../run-folder/output-folder.ts";

export const explain = defineCommand({
  name: "explain",
  arguments: "[inputs...]",
  summary: "what the model saw: heat maps over images, filters and feature maps",
  examples: [
    "explain --model runs/pneumonia/model images/ --method grad-cam,occlusion --limit 8",
    "explain --model runs/pneumonia/model --method filters --layer conv2d --out filters",
  ],
  options: {
    model: required(text("<dir>"), "the model folder of a run"),
    module: layersOption,
    timeout: timeoutOption,
    method: option(
      methodList,
      "grad-cam, grad-cam++, score-cam, saliency, smooth-grad, occlusion, activation-maximization, filters, feature-maps",
      ["grad-cam"],
    ),
    ...mapOptions,
    target: option(
      choice("positive", "negative", "predicted"),
      "the class that is explained (default: predicted)",
      undefined,
    ),
    filter: option(integer(0, 1e6), "the filter that activation-maximization raises, from 0 on", undefined),
    steps: option(integer(1, 100_000), "steps of activation-maximization", 100),
    opacity: option(real(0, 1), "of the colours over the image", 0.5),
    limit: option(integer(1, 1e9), "the most images to explain (default: all)", undefined),
    dicomWindow: dataOptions.dicomWindow,
    dicomFrame: dataOptions.dicomFrame,
    resample: option(toggle, "bring image files to the model's size", false),
    out: option(text("<dir>"), "the folder for the pictures and .npy maps", "explanations"),
    overwrite: option(toggle, "write into a folder that is not empty", false),
  },
  async run({ options, given, arguments: inputs, terminal }) {
    checkDeviceChoice(options);
    const methods = options.method as readonly MethodName[];
    refuseIdleOptions(methods, given);
    requireInputs(methods, inputs);
    terminal.detail(NOTICE);
    const { metadata, place } = await openModel(options.model, terminal, await customLayers(options.module));
    const run: ExplainRun = { ...options, methods, metadata, seed: options.seed ?? DEFAULT_SEED };
    const sources: ImageSource[] = [];
    for (const [at, input] of inputs.entries()) {
      const reading = {
        resample: options.resample || metadata.imageSize !== null,
        ...readAsTrained(metadata, options),
      };
      const split = await openInput(input, at, metadata.imageShape, reading);
      const normalization = normalizationFor(metadata, split, input);
      const warning = scaleWarning(metadata, split, normalization);
      if (warning) terminal.warn(warning);
      sources.push({ split, normalization });
    }
    const files = new ExplanationFiles(await OutputFolder.open(options.out, options.overwrite));
    const interruption = new Interruption((signal) =>
      terminal.note(`${signal}: stopping after the picture that is being made; once more stops at once`),
    );
    const explanations: Explanation[] = [];
    const drawings: { method: MethodName; file: string }[] = [];
    try {
      await withDevice(options, async (device) => {
        const model = place(device);
        const ofImages = methods.filter(needsImages);
        for await (const one of explainImages(model, sources, files, { ...run, methods: ofImages })) {
          explanations.push(one);
          await interruption.checkpoint();
        }
        for (const method of methods.filter((name) => !needsImages(name))) {
          const { figure, shape, values } =
            method === "filters" ? await drawFilters(model, options.layer) : await drawMaximized(model, run);
          drawings.push({ method, file: await files.write(figure, shape, values) });
          await interruption.checkpoint();
        }
      });
    } catch (error) {
      await files.takeBack();
      throw error;
    } finally {
      interruption.stopListening();
    }
    if (options.json)
      return terminal.json({ notice: NOTICE, positiveClass: metadata.positiveClass, explanations, drawings });
    const rows = explanations.map(({ id, probability, label, file }) => [
      textCell(id),
      probability,
      textCell(label),
      file,
    ]);
    if (rows.length > 0) terminal.result(csvText(["id", "probability", "label", "file"], rows).trimEnd());
    for (const { file } of drawings) terminal.result(file);
    const blank = explanations.filter(({ isBlank }) => isBlank).length;
    if (blank > 0) terminal.note(`${blank} of ${plural(explanations.length, "map")} show nothing: 0 everywhere`);
    terminal.note(`written to ${shownName(options.out)}, each picture with its values as .npy`);
  },
});

function requireInputs(methods: readonly MethodName[], inputs: readonly string[]): void {
  const wanting = methods.find(needsImages);
  if ((wanting !== undefined) === inputs.length > 0) return;
  throw new UsageError({
    subject: "explain",
    rule:
      wanting === undefined
        ? `${methods.join(",")} is about the network and takes no images`
        : `${wanting} needs images`,
    received: `inputs=${inputs.length}`,
    advice: wanting === undefined ? "Leave them out" : "Name .npy, .npz or image files, or folders",
  });
}
