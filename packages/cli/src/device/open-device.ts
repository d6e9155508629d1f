import {
  ReferenceDevice,
  UsageError,
  type AnyOp,
  type chooseVariant,
  type Device,
  type DeviceInfo,
  type Replacements,
} from "@tomograd/kernels";
import type { CommonOptions } from "../options/common.ts";
import { patienceOf, type OwnCode } from "./patience.ts";
import { TunedVariants } from "../tune/tuned-variants.ts";
import { readTuning, tuningPath } from "../tune/tuning-file.ts";
import { adapterKey } from "../tune/tuning-key.ts";

export type DeviceChoice = Pick<CommonOptions, "device" | "adapter"> & OwnCode;

/** Throws a UsageError where the choice contradicts itself. */
export function checkDeviceChoice({ device, adapter }: DeviceChoice): void {
  if (device !== "reference" || adapter === undefined) return;
  throw new UsageError({
    subject: "--adapter",
    rule: "names a WebGPU adapter",
    received: `device=reference adapter=${adapter}`,
    advice: "Leave one of them out",
  });
}

interface OpenOptions {
  readonly chooseVariant?: typeof chooseVariant;
  readonly profile?: boolean;
  readonly replace?: ((op: AnyOp) => AnyOp) | undefined;
}

/** Opens the device that the options ask for, which waits with patience for code of one's own. Throws a DeviceError where there is none. */
export async function openDevice(choice: DeviceChoice, options: OpenOptions = {}): Promise<Device> {
  checkDeviceChoice(choice);
  if (choice.device === "reference") return new ReferenceDevice();
  // Loading the binding starts Dawn: commands that need no adapter never get here.
  const { openWebGpu } = await import("@tomograd/kernels/node");
  const { replace, ...others } = options;
  const named = choice.adapter !== undefined && { adapter: choice.adapter };
  return await openWebGpu({ ...named, ...(replace && { replace }), patience: patienceOf(choice), ...others });
}

/** Opens a device that uses the kernel variants remembered for its adapter, and kernels in the place of others. */
export async function openTunedDevice(choice: DeviceChoice, replacements?: Replacements): Promise<Device> {
  const tuned = new TunedVariants(replacements?.kernels);
  const device = await openDevice(choice, { chooseVariant: tuned.choose, replace: replacements?.into });
  // What is wrong with the file is said by the commands that write it.
  tuned.use((await readTuning(tuningPath(), () => undefined)).get(adapterKey(device.info)) ?? new Map());
  return device;
}

/** Opens a device, with the remembered kernel variants, for `work` and closes it whatever happens. */
export async function withDevice<T>(
  choice: DeviceChoice,
  work: (device: Device) => Promise<T>,
  replacements?: Replacements,
): Promise<T> {
  const device = await openTunedDevice(choice, replacements);
  try {
    return await work(device);
  } finally {
    device.close();
  }
}

export function deviceName({ vendor, architecture, description }: DeviceInfo): string {
  return [vendor, architecture, description].filter(Boolean).join(" ");
}

/** What to print about the adapter before a run, with a way to a faster one where it is software. `hint` ends that. */
export function deviceNotes(info: DeviceInfo, hint = " (tomograd doctor shows what is found)"): string[] {
  const notes = [`adapter: ${deviceName(info)}${info.software ? " (software)" : ""}`];
  if (info.kind === "reference") notes.push("the reference is slow on purpose: leave --device out for WebGPU");
  else if (info.software) {
    notes.push(`it computes on the CPU: a GPU with a Vulkan, Metal or D3D12 driver is far faster${hint}`);
  }
  return notes;
}
