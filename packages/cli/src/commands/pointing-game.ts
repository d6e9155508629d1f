import { UsageError } from "@tomograd/kernels";
import { NOTICE } from "@tomograd/report";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, deviceNotes, withDevice } from "../device/open-device.ts";
import { timeoutOption } from "../device/patience.ts";
import { trainLocalizingNetwork } from "../explain/localizing-network.ts";
import { mapOptions } from "../explain/map-options.ts";
import { methodList } from "../explain/method-list.ts";
import { isMapMethod, refuseIdleOptions, type MethodName } from "../explain/methods.ts";
import { pointAtLesions, pointingText, type PointingModel } from "../explain/point-at-lesions.ts";
import { customLayers, layersOption, requireModel } from "../model/custom-layers.ts";
import { normalizationFor, openModel } from "../model/open-model.ts";
import { DEFAULT_SEED } from "../options/common.ts";
import { text } from "../options/kind.ts";
import { option } from "../options/option.ts";

export const pointingGame = defineCommand({
  name: "pointing-game",
  summary: "how often the hottest point of a heat map lies in the phantom's lesion, whose place is known",
  examples: ["pointing-game", "pointing-game --model runs/phantom/model --method grad-cam,score-cam,occlusion"],
  options: {
    model: option(
      text("<dir>"),
      "the model folder of a run on the phantom (default: a network that localises is trained first)",
      undefined,
    ),
    module: layersOption,
    timeout: timeoutOption,
    method: option(methodList, "methods that give maps: see explain", ["grad-cam"]),
    ...mapOptions,
  },
  async run({ options, given, terminal }) {
    checkDeviceChoice(options);
    requireModel(options);
    const methods = options.method as readonly MethodName[];
    refuseIdleOptions(methods, given);
    if (!methods.every(isMapMethod))
      throw new UsageError({
        subject: "--method",
        rule: "must give maps of images, of which a hottest point can be told",
        received: `method=${methods.filter((name) => !isMapMethod(name)).join(",")}`,
      });
    terminal.detail(NOTICE);
    const opened =
      options.model === undefined
        ? undefined
        : await openModel(options.model, terminal, await customLayers(options.module));
    if (opened && opened.metadata.dataset.kind !== "phantom")
      terminal.warn(`the model was trained on other data than the phantom: ${opened.metadata.dataset.kind}`);
    const seed = options.seed ?? opened?.metadata.seed ?? DEFAULT_SEED;
    const results = await withDevice(options, async (device) => {
      for (const note of deviceNotes(device.info)) terminal.note(note);
      if (!opened) terminal.note("training a network with global average pooling on the phantom, for 6 epochs");
      const player: PointingModel = opened
        ? {
            model: opened.place(device),
            imageShape: opened.metadata.imageShape,
            normalizationOf: (split) => normalizationFor(opened.metadata, split, "phantom"),
          }
        : await trainLocalizingNetwork(device, seed);
      return await pointAtLesions(player, { ...options, target: "positive", methods, seed });
    });
    if (options.json) return terminal.json({ notice: NOTICE, seed, results });
    terminal.note(
      `true positives of the phantom's test split, seed ${seed}; margin: pixels outside the lesion that still count`,
    );
    terminal.result(results.length > 0 ? pointingText(results) : "no true positives: the model finds no lesion");
  },
});
