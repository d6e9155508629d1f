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

export interface PacingOptions {
  /** Resolves when everything submitted is done. */
  readonly done: () => Promise<unknown>;
  /** The work is done by this machine's own processor. */
  readonly software: boolean;
  /** Keeps the thread asleep for a moment, and gives the event loop the `turn`-th turn of a wait. Left out, a wait polls without pause. */
  readonly rest?: ((turn: number) => Promise<void>) | undefined;
}

/**
 * Waits for submitted work.
 *
 * While a promise about GPU work is pending, Dawn polls in every turn of Node's event loop, which takes a whole core and
 * makes garbage: so a wait gives the loop few turns. On a GPU it asks at once, so that two steps overlap. A software
 * driver needs all cores: there the wait sleeps through most of the time that such submissions took before, and only
 * then asks.
 */
export class Pacing {
  readonly #options: PacingOptions;
  readonly #pending: Submission[] = [];
  #firstSubmitted = 0;
  #isStopped = false;
  #resting: Promise<void> | undefined;
  /** Milliseconds by number of dispatches. The first of a kind compiles, so it is not in here. */
  readonly #estimates = new Map<number, number>();

  constructor(options: PacingOptions) {
    this.#options = options;
  }

  submitted(dispatches: number): void {
    const { software, done } = this.#options;
    if (this.#pending.length === 0) this.#firstSubmitted = performance.now();
    this.#pending.push({ dispatches, done: software ? undefined : done() });
  }

  /** Resolves when at most `inFlight` submissions are under way (none, on a software driver). */
  async settle(inFlight: number): Promise<void> {
    const { software } = this.#options;
    if (this.#pending.length <= (software ? 0 : inFlight)) return;
    if (software) return await this.#sleepThrough();
    const finished = this.#pending.splice(0, this.#pending.length - inFlight);
    await this.patiently(finished.at(-1)!.done!);
  }

  /** Waits for a promise of Dawn's. */
  async patiently<T>(promise: Promise<T>): Promise<T> {
    const { rest } = this.#options;
    if (!rest) return await promise;
    const wait = { isOver: false };
    const end = (): void => void (wait.isOver = true);
    promise.then(end, end);
    // One rest for all that wait: each of its own would keep the thread asleep for the sum of them.
    for (let turn = 0; !wait.isOver && !this.#isStopped; turn += 1)
      await (this.#resting ??= rest(turn).finally(() => (this.#resting = undefined)));
    return await promise;
  }

  /** Of a device that is gone not every promise is settled. */
  stop(): void {
    this.#isStopped = true;
  }

  async #sleepThrough(): Promise<void> {
    const batch = this.#pending.splice(0);
    const expected = batch.reduce((sum, { dispatches }) => sum + (this.#estimates.get(dispatches) ?? 0), 0);
    const remaining = this.#firstSubmitted + expected * SLEEP_SHARE - performance.now();
    if (remaining >= 1) await sleep(remaining);
    const asked = performance.now();
    await this.patiently(this.#options.done());
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
