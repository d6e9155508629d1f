import { readFileBytes, shownName } from "@tomograd/data";
import { NumericError, type Device } from "@tomograd/kernels";
import { readSafetensors, type NamedTensor, type Sequential } from "@tomograd/model";
import { requireFit } from "@tomograd/model/node";
import { basename } from "node:path";

/** Gives a model that is on a device the weights of a file. Throws an InputError that lists everything that does not fit. */
export async function initFromFile(model: Sequential, path: string): Promise<void> {
  const subject = shownName(basename(path));
  const weights = readSafetensors(await readFileBytes(path, subject), subject);
  requireFit(model, weights, subject);
  setWeights(model, weights, subject);
}

/** Puts a model on a device with these weights. */
export function placeWithWeights(
  model: Sequential,
  device: Device,
  weights: ReadonlyMap<string, NamedTensor>,
  subject: string,
): Sequential {
  model.to(device);
  setWeights(model, weights, subject);
  return model;
}

/** Throws a NumericError that names the first weight with NaN or infinity in it. */
function setWeights(model: Sequential, weights: ReadonlyMap<string, NamedTensor>, subject: string): void {
  for (const [name, { data }] of weights) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    throw new NumericError({ subject, rule: "weights must be finite", received: `${name}[${at}]=${data[at]}` });
  }
  model.setWeights(new Map([...weights].map(([name, { data }]) => [name, data])));
}
