import { philox4x32 } from "@tomograd/kernels";

/** What a stream of random numbers is a function of: the run's seed, what it is for, and which item it is about. */
export interface RandomKey {
  readonly seed: number;
  readonly stream: number;
  readonly item: number;
}

/**
 * Random numbers drawn one after the other, a pure function of their key: no other stream's draws move them.
 *
 * @example const random = new RandomStream({ seed: 1, stream: 0, item: 5 }); random.between(-1, 1);
 */
export class RandomStream {
  private readonly key: RandomKey;
  private block = 0;
  private words: readonly number[] = [];
  private spareNormal: number | undefined;

  constructor(key: RandomKey) {
    this.key = key;
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    const at = this.block % 4;
    if (at === 0) {
      const { seed, stream, item } = this.key;
      this.words = philox4x32([this.block / 4, item, 0, 0], [seed, stream]);
    }
    this.block++;
    return (this.words[at] as number) / 2 ** 32;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** Normal with mean 0 and deviation 1 (Box-Muller). */
  normal(): number {
    const spare = this.spareNormal;
    this.spareNormal = undefined;
    if (spare !== undefined) return spare;
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}
