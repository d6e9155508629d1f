import Benchmark from "benchmark";

export interface SampleOptions {
  /** Samples at the least. */
  readonly minSamples?: number;
  /** Seconds to go on for when there are enough samples. */
  readonly maxSeconds?: number;
}

/**
 * Milliseconds of single runs, driven by the package `benchmark`.
 *
 * Its own mean is of no use beside outliers, so its samples are handed out. The very first call is a sample already:
 * warm up before. No `setup` or `teardown`, which would make it rebuild the function from its text without its closure.
 */
export async function sample(run: () => Promise<void>, options: SampleOptions = {}): Promise<number[]> {
  const { minSamples = 10, maxSeconds = 2 } = options;
  const stats = await new Promise<Benchmark.Stats>((resolve, reject) => {
    const benchmark = new Benchmark("", {
      defer: true,
      minSamples,
      maxTime: maxSeconds,
      fn(deferred: { resolve(): void }) {
        // A rejection would never resolve the deferred, and hang.
        run().then(
          () => deferred.resolve(),
          (error: unknown) => {
            benchmark.abort();
            reject(error);
          },
        );
      },
      onComplete: () => resolve(benchmark.stats),
      onError: () => reject((benchmark as { error?: unknown }).error),
    });
    benchmark.run({ async: true });
  });
  return stats.sample.map((seconds) => seconds * 1000);
}
