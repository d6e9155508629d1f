import { applyNormalization, type PngPixels, type Split } from "@tomograd/data";
import { TimeoutError, TomogradError } from "@tomograd/kernels";
import { gradCam, type CustomObjects } from "@tomograd/model";
import { heatTile, type Case, type PngImage } from "@tomograd/report";
import { join } from "node:path";
import { withDevice, type DeviceChoice } from "../device/open-device.ts";
import { pixelsOf, tilePng } from "../images/image-tile.ts";
import { normalizationFor, openModel } from "../model/open-model.ts";
import type { Terminal } from "../terminal.ts";

interface OverlayRequest {
  readonly test: Split;
  readonly cases: readonly Case[];
  /** Each of them as it is shown. */
  readonly tiles: readonly PngPixels[];
  readonly device: DeviceChoice;
  readonly customObjects: CustomObjects;
  readonly terminal: Terminal;
}

/**
 * Which places of each test image speak for what it was called, by Grad-CAM at the last convolution. Undefined where there is
 * no model or no device for it: a report does without.
 */
export async function caseOverlays(folder: string, request: OverlayRequest): Promise<PngImage[] | undefined> {
  const { test, cases, tiles, device: choice, customObjects, terminal } = request;
  if (cases.length === 0) return [];
  try {
    const { metadata, place } = await openModel(join(folder, "model"), terminal, customObjects);
    const normalization = normalizationFor(metadata, test, "test");
    const overlays: PngImage[] = [];
    await withDevice(choice, async (device) => {
      const model = place(device);
      // What an image was called goes by the report's threshold, which the network knows nothing of.
      for (const [called, target] of (["negative", "positive"] as const).entries()) {
        const places = [...cases.keys()].filter((at) => cases[at]!.predicted === called);
        if (places.length === 0) continue;
        const pixels = await pixelsOf(
          test,
          places.map((at) => cases[at]!.index),
        );
        applyNormalization(normalization, pixels, test.imageShape);
        const maps = await gradCam(model, pixels, { target });
        for (const [n, at] of places.entries()) overlays[at] = await tilePng(await heatTile(tiles[at]!, maps, n));
      }
    });
    return overlays;
  } catch (error) {
    if (!(error instanceof TomogradError) || error instanceof TimeoutError) throw error;
    terminal.note(`Grad-CAM: left out. ${error.message}`);
    return undefined;
  }
}
