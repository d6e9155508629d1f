import type { Model } from "../model.ts";
import { weightedMaps, type LayerExplainOptions } from "./class-activation.ts";
import type { HeatMaps } from "./heat-maps.ts";
import type { Images } from "./image-score.ts";

/**
 * Grad-CAM: which places of a layer's maps speak for a class. With A the layer's output [K,h,w] and s the score of the target,
 * the logit z for the positive class and -z for the negative one,
 *
 * `w_k = mean_ij(ds/dA_kij)`, `L = relu(sum_k w_k A_k)`, divided by its maximum; 0 everywhere where nothing speaks for the class.
 *
 * `x` are images [N,C,H,W] as the model takes them; the result is [N,h,w], from 0 to 1, at the layer's size: see `upsample`.
 * Throws a UsageError for a model of other inputs or outputs, and for a layer that gives no images.
 * Source: Selvaraju et al., "Grad-CAM" (ICCV 2017), equations 1 and 2.
 *
 * @example
 * const { shape, values } = await gradCam(model, x, { target: "positive" });
 */
export async function gradCam(model: Model, x: Images, options: LayerExplainOptions = {}): Promise<HeatMaps> {
  return await weightedMaps(model, x, options, ({ gradients, channels, size }) =>
    Float64Array.from({ length: channels }, (_, k) => {
      let sum = 0;
      for (let i = k * size; i < (k + 1) * size; i++) sum += gradients[i]!;
      return sum / size;
    }),
  );
}
