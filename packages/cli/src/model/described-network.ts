import { UsageError } from "@tomograd/kernels";
import type { Model } from "@tomograd/model";
import { text } from "../options/kind.ts";
import { documentedNetwork, networkOptions } from "../options/network.ts";
import { flagOf, option, type OptionValues } from "../options/option.ts";
import type { Terminal } from "../terminal.ts";
import { ownNetwork } from "../train/own-network.ts";
import { customLayers } from "./custom-layers.ts";
import { readModelFolder } from "./open-model.ts";

/** The options of commands that describe a network: the documented one, one's own, or a saved one. */
export const describedOptions = {
  model: option(text("<dir>"), "a saved model instead of the documented network", undefined),
  module: option(
    text("<file>"),
    "a module of your own (.ts, .js) whose default export makes the network, as train --module has it, or, with --model, " +
      "that exports the model's own layers; it is run",
    undefined,
  ),
  ...networkOptions,
} as const;

/**
 * The network that is meant, on no device: a saved one, a module's for images of --input, or the documented one.
 *
 * Throws a UsageError for options that do not concern it, and what opening it throws.
 */
export async function describedNetwork(
  options: OptionValues<typeof describedOptions>,
  given: ReadonlySet<string>,
  terminal: Terminal,
): Promise<Model> {
  const { model: folder, module, input } = options;
  const refuse = (flag: string, rule: string, known: readonly string[]): void => {
    const other = Object.keys(networkOptions).filter((key) => given.has(key) && !known.includes(key));
    if (other.length === 0) return;
    throw new UsageError({ subject: flag, rule, received: other.map(flagOf).join(" "), advice: "Leave one out" });
  };
  if (folder !== undefined) {
    refuse("--model", "a saved network is shown as it is", []);
    return (await readModelFolder(folder, terminal, await customLayers(module))).model;
  }
  if (module === undefined) return documentedNetwork(options);
  refuse("--module", "makes the network in place of the documented one", ["input"]);
  return (await ownNetwork(module, input)).make();
}
