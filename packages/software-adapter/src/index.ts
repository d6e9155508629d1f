export { activateSoftwareAdapter } from "./activate.ts";
export { cacheDirectory, unpackDriver, type SoftwareDriver } from "./unpack-driver.ts";
