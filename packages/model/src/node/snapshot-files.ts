import { InputError, type HostArray } from "@tomograd/kernels";
import type { Model } from "../model.ts";
import { readExactSafetensors, writeSafetensors, type NamedTensor } from "../saving/safetensors.ts";
import type { RememberedCallback, Snapshot } from "../training/snapshot.ts";

/** The part of a snapshot that is no array. */
interface State extends Pick<Snapshot, "epoch" | "batch" | "step" | "progress" | "stopTraining"> {
  readonly version: 1;
  readonly optimizer: { readonly iterations: number; readonly learningRate: number | null };
  /** Without `values` a callback remembers nothing. */
  readonly callbacks: readonly { readonly className: string; readonly values?: unknown }[];
}

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
    ["state.json", new TextEncoder().encode(`${JSON.stringify(state)}\n`)],
    [NAMES.optimizer, writeSafetensors(shaped(optimizer.slots))],
    [NAMES.callbacks, writeSafetensors(shaped(new Map(arrays)))],
  ]);
}

/** Throws an InputError for files that do not make a snapshot of this model. */
export function snapshotFromFiles(model: Model, files: ReadonlyMap<string, Uint8Array>, subject: string): Snapshot {
  const read = (file: string): Map<string, HostArray> => {
    const bytes = files.get(file);
    if (!bytes) throw new InputError({ subject: `${subject}/${file}`, rule: "must be there", received: "nothing" });
    const tensors = readExactSafetensors(bytes, `${subject}/${file}`);
    return new Map([...tensors].map(([name, { data }]) => [name, data]));
  };
  const state = parseState(files.get("state.json"), subject);
  const weights = read(NAMES.weights);
  const missing = model.weights.filter(({ name }) => !weights.has(name)).map(({ name }) => name);
  if (missing.length > 0)
    throw new InputError({
      subject,
      rule: "must hold every weight of the model",
      received: `missing=${missing.join()}`,
    });
  const arrays = [...read(NAMES.callbacks)];
  const callbacks = state.callbacks.map(({ className, values }, i): RememberedCallback => {
    if (values === undefined) return { className, state: undefined };
    const own = arrays.flatMap(([name, data]) =>
      name.startsWith(`${i}/`) ? [[name.slice(`${i}/`.length), data] as const] : [],
    );
    return { className, state: { values, ...(own.length > 0 && { arrays: new Map(own) }) } };
  });
  const { epoch, batch, step, progress, stopTraining, optimizer } = state;
  // JSON has no NaN: a sum that is none was one.
  const lossSums = progress.lossSums.map((sum: number | null) => sum ?? NaN);
  return {
    epoch,
    batch,
    step,
    stopTraining,
    weights,
    progress: { ...progress, lossSums },
    optimizer: {
      iterations: optimizer.iterations,
      learningRate: optimizer.learningRate ?? undefined,
      slots: read(NAMES.optimizer),
    },
    callbacks,
  };
}

function parseState(bytes: Uint8Array | undefined, subject: string): State {
  let state: Partial<State> = {};
  try {
    state = JSON.parse(new TextDecoder().decode(bytes)) as Partial<State>;
  } catch {
    // Refused below, as every other text.
  }
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  const isState =
    state.version === 1 &&
    [state.epoch, state.batch, state.step, state.optimizer?.iterations, state.progress?.samples].every(isCount) &&
    [state.callbacks, state.progress?.lossSums, state.progress?.counts].every((list) => Array.isArray(list));
  if (isState) return state as State;
  throw new InputError({
    subject: `${subject}/state.json`,
    rule: "must be a training state of version 1",
    received: `version=${String(state.version)}`,
  });
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
