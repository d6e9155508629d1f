import { openWebGpu } from "../../packages/kernels/src/device/node.ts";
import { trainDocumented } from "../src/train-documented.ts";
import { readBatch } from "./batch.mjs";
import { fromEnvironment } from "./options.mjs";
import { serve } from "./serve.mjs";

const options = fromEnvironment();
const batch = readBatch(options);
const device = await openWebGpu(options.adapter ? { adapter: options.adapter } : {});

// The training loop asks for a batch; it gets one whenever a step is wanted.
let wanted;
let give;
const asked = () => new Promise((resolve) => (give = resolve));
const source = {
  length: options.batchSize * 1_000_000,
  batchSize: options.batchSize,
  async *batches() {
    for (;;) {
      await wanted;
      yield batch;
      await device.settle();
      const done = finished;
      wanted = asked();
      done();
    }
  },
};
let finished;
wanted = asked();
trainDocumented(device, source, { ...options, seed: 1 }).catch((error) => {
  console.error(error);
  process.exit(1);
});
await serve(
  device.info.description,
  () =>
    new Promise((resolve) => {
      finished = resolve;
      give();
    }),
);
