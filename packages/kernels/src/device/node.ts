import { activateSoftwareAdapter } from "@tomograd/software-adapter";
import { DeviceError } from "../errors.ts";
import type { AdapterTraits } from "../kernel/define-kernel.ts";
import { findAdapter, hasVulkanLoader, nameOf, requestAdapter, use, type FoundAdapter } from "./node-adapters.ts";
import type { DeviceInfo } from "./device.ts";
import { WebGpuDevice, type WebGpuOptions } from "./webgpu.ts";

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

const ADVICE = "Install a Vulkan driver (on Debian: mesa-vulkan-drivers), or use --device reference";

export interface OpenOptions extends Pick<
  WebGpuOptions,
  "poison" | "maxBindingBytes" | "chooseVariant" | "replace" | "patience" | "profile"
> {
  /** `embedded`, or a part of the adapter's name; left out, the first adapter found. */
  readonly adapter?: string;
  /** For tests: no limit is higher than what WebGPU promises of every adapter. */
  readonly guaranteedLimits?: boolean;
  /** For tests: what kernels are told of the adapter, instead of the truth. */
  readonly traits?: Partial<AdapterTraits>;
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
  const name = options.adapter?.toLowerCase();
  const wanted = name === "embedded" ? undefined : name;
  // Rounded to 0.1 ms otherwise, so that a page cannot tell what others compute.
  const flags = options.profile ? ["disable-dawn-features=timestamp_quantization"] : [];
  const seen: string[] = [];
  const found = name !== "embedded" && hasVulkanLoader() ? await findAdapter(wanted, flags, seen) : undefined;
  if (found) return await openDevice(found, options);
  try {
    await activateSoftwareAdapter();
  } catch (error) {
    throw noAdapter(seen.length > 0 ? options.adapter : undefined, seen, String(error));
  }
  const software = await findAdapter(wanted, flags, seen);
  if (!software) throw noAdapter(options.adapter, seen);
  return await openDevice(software, options);
}

/** A device that checks WGSL, bindings and struct sizes, and computes nothing. */
export async function openNull(options: OpenOptions = {}): Promise<WebGpuDevice> {
  const found = await requestAdapter(["backend=null"]);
  if (!found) throw noAdapter("backend=null", []);
  return await openDevice(found, options);
}

async function openDevice(found: FoundAdapter, options: OpenOptions): Promise<WebGpuDevice> {
  const { adapter } = found;
  const limits = options.guaranteedLimits ? [] : WANTED_LIMITS;
  const requiredLimits = Object.fromEntries(limits.map((name) => [name, adapter.limits[name]]));
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature));
  const info = describe(adapter, requiredFeatures);
  const onClose = use(found);
  const gpu = await adapter.requestDevice({ requiredLimits, requiredFeatures }).catch((error: unknown) => {
    onClose();
    throw new DeviceError({
      subject: info.description,
      rule: "gave no device",
      received: String(error),
      advice: ADVICE,
    });
  });
  const traits: AdapterTraits = {
    cpu: info.software,
    subgroupSize: requiredFeatures.includes("subgroups") ? commonSubgroupSize(adapter.info) : 0,
    maxWorkgroupSize: gpu.limits.maxComputeInvocationsPerWorkgroup,
    maxWorkgroupStorage: gpu.limits.maxComputeWorkgroupStorageSize,
    ...options.traits,
  };
  return new WebGpuDevice(gpu, {
    ...options,
    info,
    traits,
    onClose,
    rest: (turn) => rest(info.software && turn >= SHORT_RESTS ? 1 : 0.2),
  });
}

/** Rests of a wait that are short on a software driver too: a small kernel is done by then, and polling takes from a large one. */
const SHORT_RESTS = 5;
const nobody = new Int32Array(new SharedArrayBuffer(4));

async function rest(milliseconds: number): Promise<void> {
  Atomics.wait(nobody, 0, 0, milliseconds);
  await new Promise((resolve) => setImmediate(resolve));
}

/** A driver may run a kernel with any size from the smallest to the largest, and does not tell which. */
const commonSubgroupSize = ({ subgroupMinSize, subgroupMaxSize }: GPUAdapterInfo): number =>
  subgroupMinSize === subgroupMaxSize ? (subgroupMinSize ?? 0) : 0;

function describe(adapter: GPUAdapter, features: readonly string[]): DeviceInfo {
  const { vendor, architecture, device, description } = adapter.info;
  return {
    kind: "webgpu",
    vendor,
    architecture,
    description: [device, description].filter(Boolean).join(", "),
    software: /swiftshader|llvmpipe|lavapipe|software|null backend/.test(nameOf(adapter)),
    features,
    limits: Object.fromEntries(WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  };
}

function noAdapter(name: string | undefined, seen: readonly string[], reason?: string): DeviceError {
  const named = name !== undefined && seen.length > 0;
  return new DeviceError({
    subject: "adapter",
    rule: named ? "no adapter has this name" : "no WebGPU adapter was found",
    received: reason ?? `adapter=${name ?? "any"}`,
    advice: named ? `Found: ${[...new Set(seen)].join("; ")}; or use --device reference` : ADVICE,
  });
}
