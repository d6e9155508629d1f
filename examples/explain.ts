import { ReferenceDevice } from "@tomograd/kernels";
import { documentedCnn, gradCam, occlusion, upsample } from "@tomograd/model";

// On a GPU: await openWebGpu(), of "@tomograd/kernels/node". Weights of a run: loadModel, of "@tomograd/model/node".
const model = documentedCnn({ filters: [4, 2], inputShape: [1, 16, 16] }).to(new ReferenceDevice(), { seed: 1 });
const images = Float32Array.from({ length: 2 * 16 * 16 }, (_, i) => (i % 7) / 7);

/** [2,16,16], from 0 to 1, for the class that each image is given; of the last convolution unless `layer` names another. */
export const maps = await gradCam(model, images, { target: "predicted" });
/** [2,32,32] */
export const larger = upsample(maps, 32, 32);
/** [2,16,16], in logits: by how much the score of the positive class drops where a patch of 4 x 4 hides the image. */
export const drops = await occlusion(model, images, { size: 4, stride: 2, target: "positive" });
