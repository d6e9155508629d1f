import { kernelSource, type AdapterTraits, type AnyKernel, type Constants, type DeviceInfo } from "@tomograd/kernels";
import { fittingVariants } from "@tomograd/kernels/verify";
import { createHash } from "node:crypto";
import { versions } from "../version.ts";

/** An adapter with its driver, and what compiles for it. */
export function adapterKey({ vendor, architecture, description }: DeviceInfo): string {
  return [vendor, architecture, description, `webgpu ${versions()["webgpu"]}`].join(" | ");
}

/** A kernel, its constants (the class of shapes) and its version: a hash of all that its variants can be compiled from. */
export function kernelKey(kernel: AnyKernel, constants: Constants, traits: AdapterTraits): string {
  const hash = createHash("sha256");
  const bindings = new Set(Object.keys(kernel.bindings));
  for (const variant of fittingVariants(kernel, constants, traits))
    hash.update(kernelSource(kernel, variant, constants, bindings).code);
  return `${kernel.name} ${JSON.stringify(constants)} ${hash.digest("hex").slice(0, 16)}`;
}
