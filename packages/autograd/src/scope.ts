import type { Tensor } from "./tensor.ts";

const BY = "the scope that it was made in";

/** Everything made since the innermost scope began; at top level nobody collects. */
let current: Set<Tensor> | undefined;

/** Enters a tensor into the innermost scope. */
export function adopt(made: Tensor): void {
  current?.add(made);
}

/** Runs `fn` and returns what it made together with its result, leaving the release to the caller. */
export function collect<T>(fn: () => T): { readonly value: T; readonly made: Set<Tensor> } {
  const outer = current;
  const made = (current = new Set<Tensor>());
  try {
    return { value: fn(), made };
  } catch (error) {
    for (const one of made) one.release(BY);
    throw error;
  } finally {
    current = outer;
  }
}

/**
 * Runs `fn` and releases every tensor made in it, except the one or the ones that it returns.
 *
 * @example
 * const probability = scope(() => sigmoid(dense(x)));
 */
export function scope<T extends Tensor | readonly Tensor[] | undefined | void>(fn: () => T): T {
  const { value, made } = collect(fn);
  const returned = membersOf(value);
  for (const one of made) {
    if (returned.has(one)) adopt(one);
    else one.release(BY);
  }
  return value;
}

/** What a function returned: one thing, or a list of them. */
export function membersOf(value: unknown): ReadonlySet<unknown> {
  return new Set<unknown>(Array.isArray(value) ? value : [value]);
}
