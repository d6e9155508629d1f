import type { Model } from "../model.ts";
import { weightedMaps, type LayerExplainOptions } from "./class-activation.ts";
import type { HeatMaps } from "./heat-maps.ts";
import type { Images } from "./image-score.ts";

/**
 * Grad-CAM++: as Grad-CAM, but the places of a map are weighted one by one, so that several findings and small ones count too.
 * With g = ds/dA and exp(s) as the differentiated score, whose common factor the division by the maximum takes out,
 *
 * `a_kij = g_kij^2 / (2 g_kij^2 + sum_ab(A_kab) g_kij^3)` (0 where that is 0/0), `w_k = sum_ij(a_kij relu(g_kij))`,
 * `L = relu(sum_k w_k A_k)`, divided by its maximum.
 *
 * It is made for maps that are not negative, as a relu leaves them. Images, result and errors as of `gradCam`. Source: Chattopadhay et al., "Grad-CAM++" (WACV 2018), equations 11, 12 and 19.
 *
 * @example
 * const { values } = await gradCamPlusPlus(model, x, { layer: "conv2d" });
 */
export async function gradCamPlusPlus(model: Model, x: Images, options: LayerExplainOptions = {}): Promise<HeatMaps> {
  return await weightedMaps(model, x, options, ({ maps, gradients, channels, size }) =>
    Float64Array.from({ length: channels }, (_, k) => {
      const [from, to] = [k * size, (k + 1) * size];
      let total = 0;
      for (let i = from; i < to; i++) total += maps[i]!;
      let weight = 0;
      for (let i = from; i < to; i++) {
        const g = gradients[i]!;
        const denominator = 2 * g ** 2 + total * g ** 3;
        if (g > 0 && denominator !== 0) weight += (g ** 2 / denominator) * g;
      }
      return weight;
    }),
  );
}
