import { ReferenceDevice } from "@tomograd/kernels";
import {
  Adam,
  BinaryCrossentropy,
  Concatenate,
  Conv2D,
  Dense,
  fromArrays,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  Input,
  Model,
  type SymbolicTensor,
} from "@tomograd/model";

const device = new ReferenceDevice();
const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(1.7 * i));
const loss = new BinaryCrossentropy();

// Two views of a chest go through the same convolution, and beside them stands the patient's age.
const [frontal, lateral] = [Input([1, 8, 8], { name: "frontal" }), Input([1, 8, 8], { name: "lateral" })];
const age = Input([1], { name: "age" });
const convolution = new Conv2D({ filters: 4, kernelSize: 3, activation: "relu", name: "shared" });
const seen = (view: SymbolicTensor) => new GlobalMaxPooling2D().apply(convolution.apply(view));
const features = new Concatenate().apply([seen(frontal), seen(lateral), age]);
const findings = ["lesion", "effusion"].map((name) =>
  new Dense({ units: 1, activation: "sigmoid", name }).apply(features),
);
export const views = new Model({ inputs: [frontal, lateral, age], outputs: findings }).to(device, { seed: 1 });

// One loss for both outputs, of which the second counts half.
views.compile({ loss, lossWeights: [1, 0.5], optimizer: new Adam({ learningRate: 0.01 }), metrics: [] });
const labels = [Float32Array.of(0, 1, 1, 0), Float32Array.of(1, 1, 0, 0)];
const patients = fromArrays([wave(4 * 64), wave(4 * 64), wave(4)], labels, { batchSize: 2 });
await views.fit(patients, { epochs: 2 });
export const logs = await views.evaluate(patients);

// Feature extraction: a new network goes on from what another has learned to see.
const image = Input([1, 8, 8]);
const extracted = new GlobalAveragePooling2D().apply(
  new Conv2D({ filters: 4, kernelSize: 3, activation: "relu", name: "shared" }).apply(image),
);
const output = new Dense({ units: 1, activation: "sigmoid", name: "nodule" }).apply(extracted);
export const transferred = new Model({ inputs: image, outputs: output }).to(device, { seed: 2 });
const weights = new Map([...(await views.getWeights())].map(([name, data]) => [name, { data }]));
export const report = transferred.loadWeights(weights, { skipMismatch: true });

// First only the new head learns, then, slowly, everything.
transferred.freeze(["shared"]);
const scans = fromArrays(wave(4 * 64), labels[0]!, { batchSize: 2 });
export const counts = [transferred.countParams().trainable];
await transferred.compile({ loss, optimizer: new Adam(), metrics: [] }).fit(scans, { epochs: 2 });
transferred.unfreeze();
counts.push(transferred.countParams().trainable);
await transferred.compile({ loss, optimizer: new Adam({ learningRate: 1e-5 }), metrics: [] }).fit(scans, { epochs: 2 });
