import { create, globals } from "webgpu";

/** Puts Dawn where libraries for browsers look for WebGPU; must run before they are loaded. Returns the adapter's name. */
export async function openGpu(adapter) {
  const gpu = create(adapter ? [`adapter=${adapter}`] : []);
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });
  const found = await gpu.requestAdapter();
  if (!found) throw new Error(`no adapter named ${adapter ?? "anything"}`);
  return `${found.info.vendor} ${found.info.architecture} ${found.info.description}`;
}
