import { choice, integer, text, toggle } from "./kind.ts";
import { option, type OptionValues } from "./option.ts";

/** What every command takes. */
export const commonOptions = {
  device: option(choice("auto", "webgpu", "reference"), "where to compute; reference is float64 on the CPU", "auto"),
  adapter: option(
    text("<name>"),
    "a part of the adapter's name, or embedded for the built-in software driver",
    undefined,
  ),
  seed: option(integer(0, 4_294_967_295), "every random choice follows from it (default: 42; 1 for checks)", undefined),
  config: option(text("<file.json>"), "options by their names in camelCase; a flag wins over it", undefined),
  json: option(toggle, "print the result as one JSON document", false),
  quiet: option(toggle, "print no notes and no progress, only warnings and errors", false),
  debug: option(toggle, "show the stack of an error", false),
} as const;

export type CommonOptions = OptionValues<typeof commonOptions>;

/** The seed where none is given. */
export const DEFAULT_SEED = 42;
