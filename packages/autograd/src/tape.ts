import { TapeError, type AnyOp } from "@tomograd/kernels";
import type { BackwardOptions } from "./backward-options.ts";
import { isDifferentiable, releaseSaved, save, type Entry } from "./entry.ts";
import { Gradients } from "./gradients.ts";
import { pathsTo, withoutPath } from "./paths.ts";
import { adopt, collect, membersOf } from "./scope.ts";
import { tapeInTape, usedUp, whileRecording } from "./tape-errors.ts";
import type { Tensor } from "./tensor.ts";

let active: Tape | undefined;

/** The tape that records now, if any. */
export function activeTape(): Tape | undefined {
  return active;
}

/** Runs `fn` without recording: nothing in it will have a gradient. */
export function noGrad<T>(fn: () => T): T {
  return during(undefined, fn);
}

function during<T>(tape: Tape | undefined, fn: () => T): T {
  const outer = active;
  active = tape;
  try {
    return fn();
  } finally {
    active = outer;
  }
}

/**
 * Records ops and walks them once in reverse.
 *
 * It knows no op by name: it keeps which op ran on which tensors and what that op's vjp wants to read again, and gives
 * everything back as soon as its last reader is recorded.
 *
 * @example
 * const tape = new Tape();
 * const loss = tape.record(() => sum(multiply(w, x)));
 * const gradients = tape.backward(loss); // gradients.get(w)
 */
export class Tape {
  readonly #entries: Entry[] = [];
  #tracked = new Set<Tensor>();
  /** The only tensors whose gradients are wanted, where some were named. */
  #only: ReadonlySet<Tensor> | undefined;
  readonly #made = new Set<Tensor>();
  readonly #kept = new Set<Tensor>();
  #used = false;

  /**
   * Runs `fn`, recording. Tensors made in it live until `backward`, the returned and the kept ones until their owner
   * releases them. When `fn` throws, everything recorded is given back.
   *
   * Throws a TapeError after `backward`, and while another recording goes on, which would not see this one.
   */
  record<T>(fn: () => T): T {
    if (this.#used) throw usedUp("a recording after backward");
    if (active) throw tapeInTape();
    try {
      const { value, made } = collect(() => during(this, fn));
      const returned = membersOf(value);
      for (const one of made) {
        if (returned.has(one) || this.#kept.has(one)) adopt(one);
        else this.#made.add(one);
      }
      return value;
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** Whether a gradient can flow back into this tensor. */
  tracks(tensor: Tensor): boolean {
    return this.#tracked.has(tensor) || (!this.#only && tensor.requiresGrad);
  }

  /** Lets a tensor outlive `backward`; from then on it belongs to the scope around the recording. */
  keep(tensor: Tensor): Tensor {
    this.#kept.add(tensor);
    if (this.#made.delete(tensor)) adopt(tensor);
    return tensor;
  }

  /** Called for every op that runs while this tape records. */
  push(op: AnyOp, params: object, inputs: Entry["inputs"], outputs: Entry["outputs"]): void {
    if (!isDifferentiable({ op, inputs }, (one) => this.tracks(one))) return;
    this.#entries.push({ op, params, inputs, outputs, saved: save(op, params, inputs, outputs) });
    for (const [name, output] of Object.entries(outputs)) {
      if (op.outputs[name]!.differentiable !== false) this.#tracked.add(output);
    }
  }

  /**
   * Gradients of a scalar with respect to every recorded tensor that requires one; releases what was recorded.
   *
   * With `of`, those of the tensors named there instead: inputs that require a gradient, and what was made of such; only
   * what lies between them and the loss is walked. Source: PyTorch's `torch.autograd.grad(outputs, inputs)`.
   *
   * Throws a TapeError when called twice, when `loss` was not recorded here, when a saved tensor was changed since, when
   * the path to a wanted gradient leads through an op without one, when none was recorded from a tensor in `of`, or while a
   * tape records: gradients have no gradients of their own, and would be taken for constants.
   */
  backward(loss: Tensor, options: BackwardOptions = {}): Map<Tensor, Tensor> {
    if (this.#used) throw usedUp("a second backward");
    if (active) throw whileRecording();
    if (!this.#tracked.has(loss) || loss.shape.length > 0) {
      throw new TapeError({
        subject: "backward",
        rule: "the loss must be a scalar recorded on this tape",
        received: `shape=[${loss.shape.join(",")}] recorded=${this.#tracked.has(loss)}`,
        advice:
          "It must be made of tensors that require a gradient; gradients are constants, and have none of their own",
      });
    }
    this.#used = true;
    if (options.of) this.#narrow(options.of, loss);
    const gradients = new Gradients(loss, options);
    try {
      for (let entry = this.#entries.pop(); entry; entry = this.#entries.pop()) this.#step(entry, gradients);
    } catch (error) {
      gradients.release();
      throw error;
    } finally {
      this.release();
    }
    gradients.tellUnreached();
    return gradients.take((one) => this.#isWanted(one));
  }

  /** Gives back everything without a backward pass. */
  release(): void {
    this.#used = true;
    for (const entry of this.#entries.splice(0)) releaseSaved(entry);
    for (const made of this.#made) made.release("the tape that recorded it");
  }

  #isWanted(tensor: Tensor): boolean {
    return this.#only ? this.#only.has(tensor) : tensor.requiresGrad;
  }

  /** Forgets everything that does not lie between `of` and the loss. */
  #narrow(of: readonly Tensor[], loss: Tensor): void {
    // Uses of a tensor that takes no gradient may not have been recorded: its gradient would miss them.
    const starts = of.filter((one) => this.tracks(one));
    const { between, path, others } = pathsTo(loss, starts, this.#entries.splice(0));
    this.#entries.push(...path);
    for (const entry of others) releaseSaved(entry);
    this.#tracked = between;
    this.#only = new Set(of);
    if (of.every((one) => between.has(one))) return;
    this.release();
    throw withoutPath(of.filter((one) => !between.has(one)));
  }

  #step(entry: Entry, gradients: Gradients): void {
    try {
      gradients.passThrough(entry, (one) => this.tracks(one));
      for (const output of Object.values(entry.outputs)) if (!this.#isWanted(output)) gradients.drop(output);
    } finally {
      releaseSaved(entry);
    }
  }
}
