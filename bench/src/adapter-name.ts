import type { DeviceInfo } from "@tomograd/kernels";

/** Vendor, architecture and description in one line. */
export function adapterName({ vendor, architecture, description }: DeviceInfo): string {
  return [vendor, architecture, description].filter(Boolean).join(" ");
}
