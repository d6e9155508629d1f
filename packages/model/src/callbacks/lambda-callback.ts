import { UsageError } from "@tomograd/kernels";
import { Callback } from "./callback.ts";

const HOOKS = [
  "onTrainBegin",
  "onTrainEnd",
  "onEpochBegin",
  "onEpochEnd",
  "onTrainBatchBegin",
  "onTrainBatchEnd",
  "onTestBegin",
  "onTestEnd",
] as const;

/** Functions for any of the hooks of a callback. */
export type LambdaCallbackOptions = Partial<Pick<Callback, (typeof HOOKS)[number]>>;

/**
 * A callback of functions, for what needs no class. Throws a UsageError for a name that is no hook. Source: Keras
 * `callbacks.LambdaCallback`.
 *
 * @example
 * new LambdaCallback({ onEpochEnd: (epoch, { loss }) => losses.push([epoch, loss]) })
 */
export class LambdaCallback extends Callback {
  constructor(hooks: LambdaCallbackOptions) {
    super();
    for (const [name, hook] of Object.entries(hooks))
      if (!(HOOKS as readonly string[]).includes(name) || typeof hook !== "function")
        throw new UsageError({
          subject: "LambdaCallback",
          rule: `takes functions under the names ${HOOKS.join(", ")}`,
          received: `${name}=${typeof hook}`,
        });
    Object.assign(this, hooks);
  }
}
