import type { Device, Profiler } from "@tomograd/kernels";
import type { HostSpans } from "./host-spans.ts";
import type { OpCall } from "./op-calls.ts";

export interface Watch {
  readonly spans: HostSpans;
  readonly calls: OpCall[];
  readonly profiler: Profiler | undefined;
}

/** The same device, whose calls are noted. */
export function profiledDevice(device: Device, { spans, calls, profiler }: Watch): Device {
  const recorded = (): number => profiler?.recorded ?? 0;
  const called = <T>(name: string, work: () => T): T => {
    if (!spans.recording) return work();
    const firstIndex = recorded();
    const result = spans.timed(name, work);
    calls.push({ name, firstIndex, endIndex: recorded() });
    return result;
  };
  const timed: Partial<Device> = {
    forward: (op, inputs, params, into) => called(`${op.name} forward`, () => device.forward(op, inputs, params, into)),
    vjp: (op, values, upstream, wanted, params) =>
      called(`${op.name} vjp`, () => device.vjp(op, values, upstream, wanted, params)),
    upload: (data, shape) => spans.timed("upload", () => device.upload(data, shape)),
    submit: () => spans.timed("submit", () => device.submit()),
    settle: async (inFlight) => await spans.awaited("wait", async () => await device.settle(inFlight)),
    read: async (source) => await spans.read(async () => await device.read(source)),
  };
  return new Proxy(device, {
    get(target, key) {
      const replaced: unknown = Reflect.get(timed, key);
      if (replaced !== undefined) return replaced;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
