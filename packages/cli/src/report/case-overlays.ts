import { applyNormalization, writePng, type PngPixels, type Split } from "@tomograd/data";
import { TomogradError } from "@tomograd/kernels";
import { gradCam } from "@tomograd/model";
import { heatTile, type PngImage } from "@tomograd/report";
import { join } from "node:path";
import { withDevice, type DeviceChoice } from "../device/open-device.ts";
import { normalizationFor, openModel } from "../model/open-model.ts";
import type { Terminal } from "../terminal.ts";

interface OverlayRequest {
  readonly test: Split;
  readonly indices: readonly number[];
  /** Each of them as it is shown. */
  readonly tiles: readonly PngPixels[];
  readonly device: DeviceChoice;
  readonly terminal: Terminal;
}

/**
 * Which places of each test image speak for what it is called, by Grad-CAM at the last convolution. Undefined where there is no model or
 * no device for it: a report does without.
 */
export async function caseOverlays(folder: string, request: OverlayRequest): Promise<PngImage[] | undefined> {
  const { test, indices, tiles, device: choice, terminal } = request;
  if (indices.length === 0) return [];
  try {
    const { metadata, place } = await openModel(join(folder, "model"), terminal);
    const pixels = new Float32Array(indices.length * test.imageShape.reduce((product, extent) => product * extent, 1));
    await test.gather(indices, pixels);
    applyNormalization(normalizationFor(metadata, test, "test"), pixels, test.imageShape);
    const maps = await withDevice(
      choice,
      async (device) => await gradCam(place(device), pixels, { target: "predicted" }),
    );
    return await Promise.all(
      tiles.map(async (tile, n) => {
        const heat = await heatTile(tile, maps, n);
        return { png: await writePng(heat), height: heat.height, width: heat.width };
      }),
    );
  } catch (error) {
    if (!(error instanceof TomogradError)) throw error;
    terminal.note(`Grad-CAM: left out. ${error.message}`);
    return undefined;
  }
}
