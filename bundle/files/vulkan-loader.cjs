// A machine may have a GPU's Vulkan driver but no loader, which Dawn opens by its name: then the carried one answers to it.
const { readdirSync } = require("node:fs");
const { join } = require("node:path");

/** dlopen's RTLD_NOW | RTLD_NODELETE: a library stays in the process although Node rejects it as an addon. */
const RTLD_NOW_NODELETE = 2 | 0x1000;
const DRIVER_VARIABLES = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES", "VK_ADD_DRIVER_FILES"];
const DRIVER_FOLDERS = ["/etc", "/usr/local/etc", "/usr/share", "/usr/local/share"];

function isLoaded(library) {
  try {
    process.dlopen({ exports: {} }, library, RTLD_NOW_NODELETE);
  } catch (error) {
    return String(error).includes("did not self-register");
  }
  return true;
}

/** A loader that finds no driver warns about it, and would be of no use. */
function hasDriver() {
  if (DRIVER_VARIABLES.some((name) => process.env[name])) return true;
  return DRIVER_FOLDERS.some((folder) => {
    try {
      return readdirSync(join(folder, "vulkan", "icd.d")).length > 0;
    } catch {
      return false;
    }
  });
}

if (!isLoaded("libvulkan.so.1") && hasDriver()) isLoaded(join(__dirname, "vulkan", "libvulkan.so.1"));
