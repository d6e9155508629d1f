import { unpackDriver, type SoftwareDriver } from "./unpack-driver.ts";

/** dlopen's RTLD_NOW | RTLD_NODELETE: the loader stays in the process although Node rejects it as an addon. */
const RTLD_NOW_NODELETE = 2 | 0x1000;

/**
 * Makes the embedded driver the one that the next Vulkan instance of this process finds, and returns where it lies.
 *
 * Dawn opens `libvulkan.so.1` by name; a loader that is already in the process answers to that name, so no system
 * package is needed. Throws what `unpackDriver` throws.
 *
 * @example
 * const driver = await activateSoftwareAdapter();
 * // process.env.VK_DRIVER_FILES === driver.icd
 */
export async function activateSoftwareAdapter(): Promise<SoftwareDriver> {
  const driver = await unpackDriver();
  process.env["VK_ICD_FILENAMES"] = driver.icd;
  process.env["VK_DRIVER_FILES"] = driver.icd;
  delete process.env["VK_ADD_DRIVER_FILES"];
  try {
    process.dlopen({ exports: {} }, driver.loader, RTLD_NOW_NODELETE);
  } catch (error) {
    if (!String(error).includes("did not self-register")) throw error;
  }
  return driver;
}
