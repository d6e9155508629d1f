import { InputError, type HostArray } from "@tomograd/kernels";
import { compareWeights, mismatches } from "../load-weights.ts";
import type { Model } from "../model.ts";
import { readExactSafetensors, writeSafetensors, type NamedTensor } from "../saving/safetensors.ts";
import type { RememberedCallback, Snapshot } from "../training/snapshot.ts";
import { parseState, stateText, type State } from "./snapshot-state.ts";

const NAMES = {
  weights: "weights.safetensors",
  optimizer: "optimizer.safetensors",
  callbacks: "callbacks.safetensors",
};

/** The files of a snapshot beside those of the model: `state.json`, the optimizer's arrays, the callbacks'. */
export function snapshotFiles(model: Model, snapshot: Snapshot): Map<string, Uint8Array> {
  const { epoch, batch, step, progress, stopTraining, optimizer, callbacks } = snapshot;
  const state: State = {
    version: 1,
    epoch,
    batch,
    step,
    stopTraining,
    progress,
    optimizer: { iterations: optimizer.iterations, learningRate: optimizer.learningRate ?? null },
    callbacks: callbacks.map(({ className, state }) => ({ className, ...(state && { values: state.values }) })),
  };
  const arrays = callbacks.flatMap((one, i) =>
    [...(one.state?.arrays ?? [])].map(([name, data]) => [`${i}/${name}`, data] as const),
  );
  return new Map([
    ["state.json", new TextEncoder().encode(stateText(state))],
    [NAMES.optimizer, writeSafetensors(shaped(optimizer.slots))],
    [NAMES.callbacks, writeSafetensors(shaped(new Map(arrays)))],
  ]);
}

/** Throws an InputError for files that do not make a snapshot of this model. */
export function snapshotFromFiles(model: Model, files: ReadonlyMap<string, Uint8Array>, subject: string): Snapshot {
  const tensors = (file: string): ReturnType<typeof readExactSafetensors> => {
    const bytes = files.get(file);
    if (!bytes) throw new InputError({ subject: `${subject}/${file}`, rule: "must be there", received: "nothing" });
    return readExactSafetensors(bytes, `${subject}/${file}`);
  };
  const read = (file: string): Map<string, HostArray> =>
    new Map([...tensors(file)].map(([name, { data }]) => [name, data]));
  const state = parseState(files.get("state.json"), subject);
  const problems = mismatches(compareWeights(model, tensors(NAMES.weights)));
  if (problems.length > 0)
    throw new InputError({ subject, rule: "must hold exactly the model's weights", received: problems.join("; ") });
  const arrays = [...read(NAMES.callbacks)];
  const callbacks = state.callbacks.map(({ className, values }, i): RememberedCallback => {
    if (values === undefined) return { className, state: undefined };
    const own = arrays.flatMap(([name, data]) =>
      name.startsWith(`${i}/`) ? [[name.slice(`${i}/`.length), data] as const] : [],
    );
    return { className, state: { values, ...(own.length > 0 && { arrays: new Map(own) }) } };
  });
  const { epoch, batch, step, progress, stopTraining, optimizer } = state;
  return {
    epoch,
    batch,
    step,
    stopTraining,
    weights: read(NAMES.weights),
    progress,
    optimizer: {
      iterations: optimizer.iterations,
      learningRate: optimizer.learningRate ?? undefined,
      slots: read(NAMES.optimizer),
    },
    callbacks,
  };
}

/** Arrays as flat tensors; counts are exact in float64. */
function shaped(arrays: ReadonlyMap<string, HostArray>): Map<string, NamedTensor<Float32Array | Float64Array>> {
  return new Map(
    [...arrays].map(([name, values]) => {
      const data = values instanceof Uint32Array ? Float64Array.from(values) : values;
      return [name, { shape: [data.length], data }];
    }),
  );
}
