import { shownName } from "@tomograd/data";
import { UsageError, type Replacements } from "@tomograd/kernels";
import type { DeviceChoice } from "../device/open-device.ts";
import type { Terminal } from "../terminal.ts";
import { loadKernels, type LoadedKernels } from "./kernel-option.ts";

type KernelChoice = Pick<DeviceChoice, "device"> & { readonly kernel: readonly (readonly [string, string])[] };

/** Throws a UsageError for kernels of one's own beside the reference, which has none. */
export function requireKernels({ kernel, device }: KernelChoice): void {
  if (kernel.length === 0 || device !== "reference") return;
  throw new UsageError({
    subject: "--kernel",
    rule: "replaces WGSL, and the reference runs none",
    received: "device=reference",
    advice: "Leave one of them out",
  });
}

/**
 * Loads what `--kernel` names, for a command that runs a network, and says how to check it.
 *
 * Throws a UsageError for the reference, which has no kernels, and what `loadKernels` throws.
 */
export async function kernelsToRun(choice: KernelChoice, terminal: Terminal): Promise<LoadedKernels | undefined> {
  requireKernels(choice);
  const { kernel } = choice;
  const loaded = await loadKernels(kernel);
  for (const [name, path] of kernel) {
    const shown = shownName(path);
    terminal.note(`${name} is ${shown} (tomograd op check --kernel ${name}=${shown} checks it)`);
  }
  return loaded;
}

/** Says which of them nothing has launched. */
export function warnOfIdle({ idle }: Replacements, terminal: Terminal): void {
  for (const name of idle) terminal.warn(`${name} was never launched: what takes its place has computed nothing`);
}
