import { UsageError } from "@tomograd/kernels";
import { documentedCnn } from "@tomograd/model";
import { defineCommand } from "../command.ts";
import { choice, integers, real } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { BN_AXIS_WARNING } from "../model/bn-axis-warning.ts";

export const summary = defineCommand({
  name: "summary",
  summary: "print the table of the network's layers",
  examples: ["summary", "summary --filters 16,8 --input 1,28,28 --bn-axis channel"],
  options: {
    filters: option(integers(2, 65_536, "<f0,f1>"), "filters of the two convolutions", [128, 64]),
    input: option(integers(3, 16_384, "<C,H,W>"), "shape of one image", [3, 64, 64]),
    bnAxis: option(choice("last", "channel"), "axis of the batch normalisation; last is as documented", "last"),
    dropout: option(real(0, 1), "rate of the dropout", 0.5),
    api: option(choice("sequential", "functional"), "how the network is put together", "sequential"),
  },
  ignores: ["device", "adapter", "seed"],
  async run({ options, terminal }) {
    const { filters, input, bnAxis, dropout, api } = options;
    const [f0 = 0, f1 = 0] = filters;
    if (input.some((extent, axis) => axis > 0 && extent < 2)) {
      throw new UsageError({
        subject: "--input",
        rule: "must be at least 2 x 2 for the pooling",
        received: `input=${input.join(",")}`,
      });
    }
    const model = documentedCnn({ filters: [f0, f1], inputShape: input, bnAxis, dropout, api });
    if (options.json) {
      const layers = model.layers.map((layer) => ({
        name: layer.name,
        className: layer.className,
        outputShape: [null, ...layer.outputShape],
        params: layer.countParams(),
      }));
      const { total, trainable } = model.countParams();
      terminal.json({ name: model.name, layers, total, trainable, nonTrainable: total - trainable });
    } else {
      terminal.result(model.summary());
    }
    if (bnAxis === "last") terminal.warn(BN_AXIS_WARNING);
  },
});
