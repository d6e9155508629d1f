import { defineCommand } from "../command.ts";
import { BN_AXIS_WARNING } from "../model/bn-axis-warning.ts";
import { documentedNetwork, networkOptions } from "../options/network.ts";

export const summary = defineCommand({
  name: "summary",
  summary: "print the table of the network's layers",
  examples: ["summary", "summary --filters 16,8 --input 1,28,28 --bn-axis channel"],
  options: networkOptions,
  ignores: ["device", "adapter", "seed"],
  async run({ options, terminal }) {
    const model = documentedNetwork(options);
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
    if (options.bnAxis === "last") terminal.warn(BN_AXIS_WARNING);
  },
});
