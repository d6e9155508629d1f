import {
  AUC,
  chooseThreshold,
  classificationReport,
  delong,
  Precision,
  SpecificityAtSensitivity,
} from "@tomograd/model";

const labels = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1];
const probabilities = [0.12, 0.81, 0.43, 0.43, 0.95, 0.5, 0.501, 0.66, 0.02, 0.35];

const metrics = [new Precision(), new AUC({ curve: "PR" }), new SpecificityAtSensitivity({ sensitivity: 0.8 })];
for (const metric of metrics) metric.updateState(labels, probabilities);
export const results = Object.fromEntries(metrics.map((metric) => [metric.name, metric.result()]));

export const interval = delong(labels, probabilities)?.interval;

const { threshold } = chooseThreshold(labels, probabilities, { sensitivity: 0.8 });
const predicted = probabilities.map((p) => (p > threshold ? 1 : 0));
export const report = classificationReport(labels, predicted, { targetNames: ["normal", "lesion"] });
