import { UsageError, type Device } from "@tomograd/kernels";
import type { ArrayError } from "@tomograd/kernels/verify";
import { checkActivation } from "./check-activation.ts";
import { checkDevice } from "./check-device.ts";
import { checkFrozen } from "./check-frozen.ts";
import { checkGradients, checkWantedGradients } from "./check-gradients.ts";
import { checkInference } from "./check-inference.ts";
import { checkRefusals } from "./check-refusals.ts";
import { checkSaving } from "./check-saving.ts";
import { checkShape } from "./check-shape.ts";
import type { LayerCase } from "./layer-case.ts";
import { LayerStand } from "./layer-stand.ts";

export interface CheckLayerOptions {
  /** Compared with the reference; left out, the layer is checked in float64 alone. Stays open. */
  readonly device?: Device;
  /** Of inputs, weights and what the layer draws at random. Default 1. */
  readonly seed?: number;
  /** How far the device may be from the reference, as a share of the largest value of an array, or of 1. Default 1e-5. */
  readonly tolerance?: number;
}

/** What `checkLayer` found. */
export interface LayerReport {
  readonly layer: string;
  readonly seed: number;
  /** The array that came closest to its bound on the device (or passed it); undefined without one. */
  readonly worst: ArrayError | undefined;
  /** Each begins with the layer and what was checked, and ends with the seed. */
  readonly failures: readonly string[];
}

/**
 * Verifies one layer, on the float64 reference and, where there is one, on a device.
 *
 * Shapes in training and inference; gradients of inputs and weights against central differences, whichever are wanted;
 * inference that depends on nothing but the sample; frozen weights; the activation that can be left out; config and weights
 * out of a file; inputs that it must refuse. On the device: outputs, gradients and statistics against the reference, and
 * twice the same bytes. Throws a UsageError for options out of range; whatever the layer does becomes a failure.
 *
 * @example
 * const { failures } = await checkLayer({ make: () => new Dense({ units: 3 }), inputs: [[5]] }, { device });
 */
export async function checkLayer(
  layerCase: LayerCase,
  { device, seed = 1, tolerance = 1e-5 }: CheckLayerOptions = {},
): Promise<LayerReport> {
  requireOptions(layerCase, seed, tolerance);
  const stand = new LayerStand(layerCase, seed);
  let layer = layerCase.title ?? "layer";
  const arrays: ArrayError[] = [];
  const failures: string[] = [];
  const check = async (what: string, find: () => Promise<readonly string[]>): Promise<void> => {
    const found = await find().catch((error: unknown) => [String(error)]);
    failures.push(...found.map((text) => `${layer}: ${what}: ${text} (seed ${seed})`));
  };
  await check("shape", async () => {
    layer = layerCase.title ?? layerCase.make().className;
    return await checkShape(stand);
  });
  if (failures.length === 0) {
    await check("gradient", async () => await checkGradients(stand));
    await check("wanted gradients", async () => await checkWantedGradients(stand));
    await check("inference", async () => await checkInference(stand, stand.reference));
    await check("frozen", async () => await checkFrozen(stand));
    await check("activation", async () => await checkActivation(stand));
    await check("saving", async () => await checkSaving(stand));
    await check("other inputs", async () => await checkRefusals(stand));
  }
  if (failures.length === 0 && device) {
    await check("device", async () => {
      const found = await checkDevice(stand, device, tolerance);
      arrays.push(...found.arrays);
      return found.failures;
    });
    await check("inference on the device", async () => await checkInference(stand, device));
  }
  const share = ({ maxError, bound }: ArrayError): number => (maxError === 0 ? 0 : maxError / bound);
  return { layer, seed, worst: arrays.toSorted((a, b) => share(b) - share(a))[0], failures };
}

function requireOptions({ inputs }: LayerCase, seed: number, tolerance: number): void {
  const refuse = (rule: string, received: string): never => {
    throw new UsageError({ subject: "checkLayer", rule, received });
  };
  if (inputs.length === 0) refuse("a case must have at least one input", "inputs=none");
  if (!Number.isSafeInteger(seed) || seed < 0) refuse("seed must be a whole number from 0 on", `seed=${seed}`);
  if (!(tolerance >= 0 && tolerance < 1)) refuse("tolerance must lie in [0, 1)", `tolerance=${tolerance}`);
}
