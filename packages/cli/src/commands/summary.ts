import { defineCommand } from "../command.ts";
import { BN_AXIS_WARNING } from "../model/bn-axis-warning.ts";
import { describedNetwork, describedOptions } from "../model/described-network.ts";

export const summary = defineCommand({
  name: "summary",
  summary: "print the table of the network's layers",
  examples: [
    "summary",
    "summary --filters 16,8 --input 1,28,28 --bn-axis channel",
    "summary --model runs/pneumonia/model",
    "summary --module network.ts --input 1,28,28",
  ],
  options: describedOptions,
  ignores: ["device", "adapter", "seed"],
  async run({ options, given, terminal }) {
    const model = await describedNetwork(options, given, terminal);
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
    const isDocumented = options.model === undefined && options.module === undefined;
    if (isDocumented && options.bnAxis === "last") terminal.warn(BN_AXIS_WARNING);
  },
});
