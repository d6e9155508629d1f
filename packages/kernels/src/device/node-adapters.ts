import { create } from "webgpu";

const RTLD_NOW_NODELETE = 2 | 0x1000;

interface Instance {
  readonly gpu: GPU;
  /** Devices that are open on it. */
  users: number;
}

/**
 * Dawn's instances, by flags and driver. One that is referenced keeps the process alive, so the last device to close
 * drops it; one that is collected while others come and go can take the process down, so they are shared.
 */
const instances = new Map<string, Instance>();

export interface FoundAdapter {
  readonly key: string;
  readonly instance: Instance;
  readonly adapter: GPUAdapter;
}

/** The first adapter that Dawn finds with these flags. */
export async function requestAdapter(flags: string[]): Promise<FoundAdapter | undefined> {
  const key = [...flags, process.env["VK_DRIVER_FILES"], process.env["VK_ICD_FILENAMES"]].join("\n");
  const instance = instances.get(key) ?? { gpu: create(flags), users: 0 };
  const adapter = await instance.gpu.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  return adapter ? { key, instance, adapter } : undefined;
}

/** The first adapter, or the first whose name holds `part` in any case; `seen` receives the names that are there. */
export async function findAdapter(
  part: string | undefined,
  flags: string[],
  seen: string[],
): Promise<FoundAdapter | undefined> {
  if (part === undefined) return await requestAdapter(flags);
  const first = await requestAdapter(flags);
  if (first && nameOf(first.adapter).includes(part)) return first;
  const names = await adapterNames(flags);
  seen.push(...names);
  const exact = names.find((name) => name.toLowerCase().includes(part));
  return exact === undefined ? undefined : await requestAdapter([...flags, `adapter=${exact}`]);
}

/** Asked for an adapter that is not there, Dawn lists those that are. */
async function adapterNames(flags: string[]): Promise<string[]> {
  const answer = await create([...flags, "adapter=?"])
    .requestAdapter()
    .then(String, String);
  return [...answer.matchAll(/name: '([^']*)'/g)].map(([, name]) => name!);
}

/** Counts a device that opens on an adapter; the function that is returned says that it is closed. */
export function use({ key, instance }: FoundAdapter): () => void {
  instances.set(key, instance);
  instance.users += 1;
  return () => drop(instance);
}

function drop(instance: Instance): void {
  instance.users -= 1;
  if (instance.users > 0) return;
  for (const [key, one] of instances) if (one === instance) instances.delete(key);
}

/** All that an adapter tells of itself, in small letters. */
export function nameOf({ info }: GPUAdapter): string {
  return `${info.vendor} ${info.architecture} ${info.device} ${info.description}`.toLowerCase();
}

/** Asking the loader directly keeps Dawn's warning about a missing one off the terminal. */
export function hasVulkanLoader(): boolean {
  if (process.platform !== "linux") return true;
  try {
    process.dlopen({ exports: {} }, "libvulkan.so.1", RTLD_NOW_NODELETE);
  } catch (error) {
    return String(error).includes("did not self-register");
  }
  return true;
}
