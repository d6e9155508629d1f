import { sizeOf, type Device } from "@tomograd/kernels";
import { seededRandom } from "@tomograd/kernels/verify";
import {
  Adam,
  BinaryCrossentropy,
  documentedMetrics,
  judgedOutputs,
  StepLog,
  Stepper,
  type Model,
} from "@tomograd/model";

/** Puts a network on a device and returns what submits a training step of `fit` on random data. */
export function trainingStep(device: Device, model: Model, batchSize: number): () => void {
  const random = seededRandom(1);
  const batch = {
    x: Float32Array.from({ length: batchSize * sizeOf(model.inputShape) }, random),
    y: Float32Array.from({ length: batchSize }, (_, i) => i % 2),
  };
  model.to(device);
  const outputs = judgedOutputs(model, { loss: new BinaryCrossentropy(), metrics: documentedMetrics() });
  const stepper = new Stepper(model, outputs);
  const log = new StepLog(device, outputs);
  const optimizer = new Adam({ learningRate: 1e-3 });
  let step = 0;
  return () => {
    log.reset();
    stepper.train(batch, log, optimizer, { seed: 0, step: step++, epoch: 0 });
  };
}
