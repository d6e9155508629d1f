import { readFileBytes, shownName } from "@tomograd/data";
import { InputError, NumericError, type Device } from "@tomograd/kernels";
import { readSafetensors, type NamedTensor, type Model } from "@tomograd/model";
import { requireFit } from "@tomograd/model/node";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { fileTrouble } from "../run-folder/file-trouble.ts";

/** Weights from a file that `--init` names. */
export interface InitialWeights {
  readonly subject: string;
  readonly weights: ReadonlyMap<string, NamedTensor>;
}

/** Throws an InputError for a file that holds no weights; a NumericError for one with NaN or infinity, unless `nan` is `off`. */
export async function readInitialWeights(
  path: string,
  { nan }: { readonly nan: "error" | "skip" | "off" },
): Promise<InitialWeights> {
  const subject = shownName(basename(path));
  const refuse = (cause: unknown): never => {
    const received = `path=${shownName(resolve(path))}`;
    throw new InputError({
      subject: "--init",
      rule: `the file must be readable, and ${fileTrouble(cause)}`,
      received,
      cause,
    });
  };
  await access(path, constants.R_OK).catch(refuse);
  const weights = readSafetensors(await readFileBytes(path, subject), subject);
  if (nan !== "off") requireFinite(weights, subject);
  return { subject, weights };
}

/** Gives a model that is on a device these weights. Throws an InputError that lists everything that does not fit. */
export function initialize(model: Model, { subject, weights }: InitialWeights): void {
  requireFit(model, weights, subject);
  setWeights(model, weights);
}

/** Puts a model on a device with these weights. Throws a NumericError for NaN or infinity among them. */
export function placeWithWeights(
  model: Model,
  device: Device,
  weights: ReadonlyMap<string, NamedTensor>,
  subject: string,
): Model {
  requireFinite(weights, subject);
  model.to(device);
  setWeights(model, weights);
  return model;
}

function setWeights(model: Model, weights: ReadonlyMap<string, NamedTensor>): void {
  model.setWeights(new Map([...weights].map(([name, { data }]) => [name, data])));
}

/** Throws a NumericError that names the first weight with NaN or infinity in it. */
function requireFinite(weights: ReadonlyMap<string, NamedTensor>, subject: string): void {
  for (const [name, { data }] of weights) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    throw new NumericError({ subject, rule: "weights must be finite", received: `${name}[${at}]=${data[at]}` });
  }
}
