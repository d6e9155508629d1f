import { readBatch } from "./batch.mjs";
import { openGpu } from "./open-gpu.mjs";
import { fromEnvironment } from "./options.mjs";
import { serve } from "./serve.mjs";

// Loss and gradients only, without batch normalisation, dropout and update: less than the others do.
const options = fromEnvironment();
const adapter = await openGpu(options.adapter);
const {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy: np,
  random,
  valueAndGrad,
} = await import("@jax-js/jax");
await init("webgpu");
defaultDevice("webgpu");

const { batchSize, imageSize, filters } = options;
const half = imageSize / 2;
const [first, second] = filters;
const shapes = [[first, 3, 5, 5], [first, 1, 1], [second, first, 3, 3], [second, 1, 1], [second * half * half, 1], [1]];
const weights = shapes.map((shape, seed) => random.normal(random.key(seed), shape).mul(0.05));
const batch = readBatch(options);
const x = np.array(batch.x).reshape([batchSize, 3, imageSize, imageSize]);
const y = np.array(batch.y).reshape([batchSize, 1]);

const pool = (a) => np.max(a.reshape([batchSize, second, half, 2, half, 2]), [3, 5]);
function loss(w1, b1, w2, b2, w3, b3, images, labels) {
  const a1 = nn.relu(lax.conv(images, w1, [1, 1], "SAME").add(b1));
  const a2 = nn.relu(lax.conv(a1, w2, [1, 1], "SAME").add(b2));
  const z = np.matmul(pool(a2).reshape([batchSize, -1]), w3).add(b3);
  // Binary cross-entropy on logits.
  return np.mean(nn.softplus(z.ref).sub(z.mul(labels)));
}
const step = jit(valueAndGrad(loss, { argnums: [0, 1, 2, 3, 4, 5] }));
await serve(adapter, async () => {
  const [value, gradients] = step(...weights.map((weight) => weight.ref), x.ref, y.ref);
  await blockUntilReady([value.ref, ...gradients.map((gradient) => gradient.ref)]);
  value.dispose();
  for (const gradient of gradients) gradient.dispose();
});
