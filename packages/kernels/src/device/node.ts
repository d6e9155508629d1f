import { activateSoftwareAdapter } from "@tomograd/software-adapter";
import { create } from "webgpu";
import { DeviceError } from "../errors.ts";
import type { AdapterTraits } from "../kernel/define-kernel.ts";
import type { DeviceInfo } from "./device.ts";
import { WebGpuDevice, type WebGpuOptions } from "./webgpu.ts";

const RTLD_NOW_NODELETE = 2 | 0x1000;
/** Limits that a larger model or a faster kernel can use; everything else stays at WebGPU's defaults. */
const WANTED_LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
] as const;
const WANTED_FEATURES = ["subgroups", "timestamp-query"] as const;

/** Dawn's instances: each keeps the process alive until it is dropped, so they live here and nowhere else. */
const instances = new Set<GPU>();

export interface OpenOptions extends Pick<WebGpuOptions, "poison" | "chooseVariant"> {
  /** `embedded`, or a part of the adapter's name; left out, the first adapter found. */
  readonly adapter?: string;
}

/**
 * Opens the best WebGPU adapter of this machine: a GPU or system driver where there is one, else the embedded software
 * driver.
 *
 * Throws a DeviceError when there is no adapter of that name, or none at all.
 *
 * @example
 * const device = await openWebGpu({ adapter: "embedded" });
 * device.close();
 */
export async function openWebGpu(options: OpenOptions = {}): Promise<WebGpuDevice> {
  const embedded = options.adapter === "embedded";
  const found = embedded || !hasVulkanLoader() ? undefined : await requestAdapter(options.adapter);
  if (found) return await openDevice(found, options);
  if (options.adapter !== undefined && !embedded && hasVulkanLoader()) throw noAdapter(`adapter=${options.adapter}`);
  try {
    await activateSoftwareAdapter();
  } catch (error) {
    throw noAdapter(String(error));
  }
  const software = await requestAdapter(embedded ? undefined : options.adapter);
  if (!software) throw noAdapter(`adapter=${options.adapter ?? "any"}`);
  return await openDevice(software, options);
}

/** A device that checks WGSL, bindings and struct sizes, and computes nothing. */
export async function openNull(options: OpenOptions = {}): Promise<WebGpuDevice> {
  const found = await requestAdapter(undefined, ["backend=null"]);
  if (!found) throw noAdapter("backend=null");
  return await openDevice(found, options);
}

interface FoundAdapter {
  readonly instance: GPU;
  readonly adapter: GPUAdapter;
}

async function requestAdapter(name: string | undefined, flags: string[] = []): Promise<FoundAdapter | undefined> {
  const instance = create([...flags, ...(name === undefined ? [] : [`adapter=${name}`])]);
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  if (!adapter) return undefined;
  instances.add(instance);
  return { instance, adapter };
}

async function openDevice({ instance, adapter }: FoundAdapter, options: OpenOptions): Promise<WebGpuDevice> {
  const requiredLimits = Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]]));
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature));
  const gpu = await adapter.requestDevice({ requiredLimits, requiredFeatures });
  const info = describe(adapter, requiredFeatures);
  const traits: AdapterTraits = {
    cpu: info.software,
    subgroups: requiredFeatures.includes("subgroups"),
    maxWorkgroupSize: gpu.limits.maxComputeInvocationsPerWorkgroup,
    maxWorkgroupStorage: gpu.limits.maxComputeWorkgroupStorageSize,
  };
  return new WebGpuDevice(gpu, { ...options, info, traits, onClose: () => instances.delete(instance) });
}

function describe(adapter: GPUAdapter, features: readonly string[]): DeviceInfo {
  const { vendor, architecture, device, description } = adapter.info;
  const name = `${vendor} ${architecture} ${device} ${description}`.toLowerCase();
  return {
    kind: "webgpu",
    vendor,
    architecture,
    description: [device, description].filter(Boolean).join(", "),
    software: /swiftshader|llvmpipe|lavapipe|software|null backend/.test(name),
    features,
    limits: Object.fromEntries(WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  };
}

/** Asking the loader directly keeps Dawn's warning about a missing one off the terminal. */
function hasVulkanLoader(): boolean {
  if (process.platform !== "linux") return true;
  try {
    process.dlopen({ exports: {} }, "libvulkan.so.1", RTLD_NOW_NODELETE);
  } catch (error) {
    return String(error).includes("did not self-register");
  }
  return true;
}

function noAdapter(received: string): DeviceError {
  return new DeviceError({
    subject: "adapter",
    rule: "no WebGPU adapter was found",
    received,
    advice: "Install a Vulkan driver (on Debian: mesa-vulkan-drivers), or use --device reference",
  });
}
