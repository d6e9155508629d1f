import { shownName } from "@tomograd/data";
import { InputError, UsageError } from "@tomograd/kernels";
import type { Model } from "@tomograd/model";
import { modelDot, modelGraph, modelPicture, renderPng, type ModelDotOptions } from "@tomograd/report";
import { defineCommand } from "../command.ts";
import { describedNetwork, describedOptions } from "../model/described-network.ts";
import { choice, text, toggle } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { checkOutputFile, writeOutputFile } from "../run-folder/output-file.ts";

/** Pixels of the largest picture, and for one of the drawing: of a very deep network it becomes a smaller one. */
const [MOST_PIXELS, SCALE] = [64e6, 2];

type Format = "dot" | "svg" | "png";

export const plotModel = defineCommand({
  name: "plot-model",
  summary: "draw the network's layers and what is connected with what",
  examples: [
    "plot-model",
    "plot-model --model runs/pneumonia/model --out network.svg",
    "plot-model --module network.ts",
  ],
  options: {
    ...describedOptions,
    showShapes: option(toggle, "show the shapes that go into and come out of each layer", true),
    rankdir: option(choice("TB", "LR"), "from top to bottom, or from left to right", "TB"),
    out: option(text("<file>"), "a .dot, .svg or .png file", "model.png"),
  },
  ignores: ["device", "adapter", "seed"],
  async run({ options, given, terminal }) {
    const { showShapes, rankdir, out } = options;
    const format = formatOf(out);
    await checkOutputFile(out);
    const model = await describedNetwork(options, given, terminal);
    await writeOutputFile(out, await drawn(model, format, { showShapes, rankdir }));
    if (!options.json) return terminal.note(`written: the network ${shownName(model.name)} to ${shownName(out)}`);
    const { layers, edges } = modelGraph(model);
    terminal.json({
      file: out,
      format,
      name: model.name,
      nodes: layers.map(({ name, className, outputShape }) => ({
        name,
        className,
        outputShape: [null, ...outputShape],
      })),
      edges: edges.map((edge) => edge.map((place) => layers[place]!.name)),
    });
  },
});

function formatOf(out: string): Format {
  const [, ending = ""] = /\.(dot|svg|png)$/i.exec(out) ?? [];
  if (ending !== "") return ending.toLowerCase() as Format;
  const received = `out=${shownName(out)}`;
  throw new UsageError({ subject: "--out", rule: "must end in .dot, .svg or .png", received });
}

async function drawn(model: Model, format: Format, options: ModelDotOptions): Promise<string | Uint8Array> {
  if (format === "dot") return modelDot(model, options);
  requireDrawable(model);
  const { svg, width, height } = await modelPicture(model, options);
  return format === "svg" ? svg : renderPng(svg, { scale: Math.min(SCALE, Math.sqrt(MOST_PIXELS / (width * height))) });
}

/** Graphviz takes minutes where nearly all layers read from all others, and nobody could follow the lines. */
function requireDrawable(model: Model): void {
  const { layers, edges } = modelGraph(model);
  if (edges.length <= 3 * layers.length + 300) return;
  throw new InputError({
    subject: shownName(model.name),
    rule: "has too many connections for a picture",
    received: `layers=${layers.length} connections=${edges.length}`,
    advice: "Pass --out with a .dot file",
  });
}
