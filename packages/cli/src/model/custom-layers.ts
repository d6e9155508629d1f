import { shownName } from "@tomograd/data";
import { InputError, UsageError } from "@tomograd/kernels";
import { Layer, type CustomObjects } from "@tomograd/model";
import { examined, loadModule } from "../op/load-module.ts";
import { text } from "../options/kind.ts";
import { option } from "../options/option.ts";

/** The option of commands that open a saved model. */
export const layersOption = option(
  text("<file>"),
  "a module of your own (.ts, .js) that exports the model's own layers under their class names; it is run",
  undefined,
);

/** The layers of a module that the user names. Throws an InputError for a module without any, as `loadModule` does. */
export async function customLayers(module: string | undefined): Promise<CustomObjects> {
  if (module === undefined) return {};
  const { subject, exports } = await loadModule(module);
  const found = examined(subject, () => Object.entries(exports).filter(([, value]) => isLayer(value)));
  if (found.length > 0) return Object.fromEntries(found) as CustomObjects;
  throw new InputError({
    subject,
    rule: "must export a layer, which is a class that extends Layer",
    received: `exports=${shownName(Object.keys(exports).join(",") || "none")}`,
  });
}

function isLayer(value: unknown): boolean {
  return typeof value === "function" && value.prototype instanceof Layer;
}

interface ModelChoice {
  readonly model: string | undefined;
  readonly module: string | undefined;
}

/** Throws a UsageError for layers of a model that is not there. */
export function requireModel({ model, module }: ModelChoice): void {
  if (module === undefined || model !== undefined) return;
  throw new UsageError({
    subject: "--module",
    rule: "brings the layers of a saved model",
    received: `module=${shownName(module)}`,
    advice: "Pass --model as well",
  });
}
