import { TimeoutError } from "../errors.ts";
import type { WebGpuDevice, WebGpuOptions } from "../device/webgpu.ts";
import { ChangingPoison, type PoisonKind } from "./guards.ts";
import { messageOf } from "./message-of.ts";
import { VariantWheel } from "./variant-wheel.ts";

/** `guaranteedLimits` asks for a device without higher limits than WebGPU promises of every adapter. */
interface HarnessOptions extends Pick<WebGpuOptions, "poison" | "chooseVariant"> {
  readonly guaranteedLimits?: boolean;
}

/** How devices are opened; Node's are `openWebGpu` and `openNull` of `@tomograd/kernels/node`. */
export interface DeviceFactories {
  /** The adapter under test; left out, ops are compiled and gradient-checked only. */
  readonly open?: (options: HarnessOptions) => Promise<WebGpuDevice>;
  /** A device that checks WGSL, bindings and struct sizes, and computes nothing. */
  readonly openNull?: (options: HarnessOptions) => Promise<WebGpuDevice>;
  /** The variants to verify, by name; left out, all that the adapter would use. Kernels without such use their last. */
  readonly variants?: (name: string) => boolean;
}

/** The devices that ops are verified on. One that has failed is closed, and the next op gets a fresh one; a TimeoutError is thrown. */
export class Harness {
  readonly adapter: Stand | undefined;
  readonly nullDevice: Stand | undefined;
  /** A null device that has no more than every adapter. */
  readonly leastDevice: Stand | undefined;

  /**
   * @example
   * const harness = new Harness({ open: (options) => openWebGpu({ adapter: "embedded", ...options }), openNull });
   * const report = await checkOp(harness, ops.relu);
   * harness.close();
   */
  constructor({ open, openNull, variants }: DeviceFactories) {
    this.adapter = open && new Stand((options) => open({ ...options, poison: this.adapter!.poison }), variants);
    this.nullDevice = openNull && new Stand(openNull, variants);
    this.leastDevice =
      openNull && new Stand(async (options) => await openNull({ ...options, guaranteedLimits: true }), variants);
  }

  close(): void {
    this.adapter?.close();
    this.nullDevice?.close();
    this.leastDevice?.close();
  }
}

/** One place for a device, with the wheel that turns its variants. */
export class Stand {
  readonly wheel: VariantWheel;
  readonly poison = new ChangingPoison();
  readonly #open: () => Promise<WebGpuDevice>;
  #device: Promise<WebGpuDevice> | undefined;

  constructor(open: (options: HarnessOptions) => Promise<WebGpuDevice>, variants: DeviceFactories["variants"]) {
    this.wheel = new VariantWheel(variants);
    this.#open = () => open({ chooseVariant: this.wheel.choose });
  }

  /** The device, opened now if it is not yet. */
  async device(): Promise<WebGpuDevice> {
    return await (this.#device ??= this.#open());
  }

  /** Calls `work` with the device once for every variant; returns what was thrown, with the variants then in use. */
  async turn(work: (device: WebGpuDevice, variants: readonly string[]) => Promise<void>): Promise<string[]> {
    const failures: string[] = [];
    await this.wheel.turn(async () => {
      const thrown = await this.once((device) => work(device, this.wheel.current));
      failures.push(...thrown.map((text) => `${text} (${this.wheel.currentIn(text).join(", ")})`));
    });
    return failures;
  }

  /** Calls `work` with the device; returns what was thrown. Throws a TimeoutError: there would be no end to those. */
  async once(work: (device: WebGpuDevice) => Promise<void>): Promise<string[]> {
    try {
      await work(await this.device());
      return [];
    } catch (error) {
      this.close();
      if (error instanceof TimeoutError) throw error;
      return [messageOf(error)];
    }
  }

  /** Runs `work` while new arrays are filled with another poison. */
  async poisoned<T>(kind: PoisonKind, work: () => Promise<T>): Promise<T> {
    this.poison.kind = kind;
    try {
      return await work();
    } finally {
      this.poison.kind = "nan";
    }
  }

  close(): void {
    void this.#device?.then(
      (device) => device.close(),
      () => undefined,
    );
    this.#device = undefined;
  }
}
