/** How much of the expected time is slept through before the promise is asked for. */
const SLEEP_SHARE = 0.93;
/** A wait that ends this many milliseconds after it was asked for has slept too long. */
const PROMPT = 1.5;
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Submission {
  /** Submissions with as many dispatches are taken to be alike. */
  readonly dispatches: number;
  readonly done: Promise<unknown> | undefined;
}

/**
 * Waits for submitted work.
 *
 * While a promise about GPU work is pending, Dawn polls Node's event loop without pause and takes a whole core. On a GPU
 * that is harmless, and asking at once lets two steps overlap. A software driver needs that core: there the wait sleeps
 * through most of the time that such submissions took before, and only then asks.
 */
export class Pacing {
  readonly #done: () => Promise<unknown>;
  readonly #sleeps: boolean;
  readonly #pending: Submission[] = [];
  #firstSubmitted = 0;
  /** Milliseconds by number of dispatches. The first of a kind compiles, so it is not in here. */
  readonly #estimates = new Map<number, number>();

  constructor(done: () => Promise<unknown>, sleeps: boolean) {
    this.#done = done;
    this.#sleeps = sleeps;
  }

  submitted(dispatches: number): void {
    if (this.#pending.length === 0) this.#firstSubmitted = performance.now();
    this.#pending.push({ dispatches, done: this.#sleeps ? undefined : this.#done() });
  }

  /** Resolves when at most `inFlight` submissions are under way (none, on a software driver). */
  async settle(inFlight: number): Promise<void> {
    if (this.#pending.length <= (this.#sleeps ? 0 : inFlight)) return;
    if (this.#sleeps) return await this.#sleepThrough();
    const finished = this.#pending.splice(0, this.#pending.length - inFlight);
    await finished.at(-1)?.done;
  }

  async #sleepThrough(): Promise<void> {
    const batch = this.#pending.splice(0);
    const expected = batch.reduce((sum, { dispatches }) => sum + (this.#estimates.get(dispatches) ?? 0), 0);
    const remaining = this.#firstSubmitted + expected * SLEEP_SHARE - performance.now();
    if (remaining >= 1) await sleep(remaining);
    const asked = performance.now();
    await this.#done();
    const [only] = batch;
    if (only && batch.length === 1)
      this.#learn(only.dispatches, performance.now() - this.#firstSubmitted, performance.now() - asked < PROMPT);
  }

  #learn(dispatches: number, took: number, prompt: boolean): void {
    const estimate = this.#estimates.get(dispatches);
    if (estimate === undefined) this.#estimates.set(dispatches, 0);
    else if (estimate === 0) this.#estimates.set(dispatches, took);
    else if (prompt) this.#estimates.set(dispatches, estimate * 0.85);
    // A single slow submission, for which something was compiled, must not put the next ones to sleep.
    else this.#estimates.set(dispatches, Math.min(took, estimate * 1.25));
  }
}
