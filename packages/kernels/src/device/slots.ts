/** From which event to which an array of a step is needed, and its bytes. */
export interface Lifetime {
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
}

export interface Slots {
  /** Bytes of each place. */
  readonly slots: readonly number[];
  /** For each lifetime, its place. */
  readonly slotOf: readonly number[];
}

/**
 * Lets arrays that are not needed at the same time share a place: the largest array first, each in the smallest place
 * that is free for as long as it lives, or in a new one.
 *
 * Source: "greedy by size for shared objects", Pisarchyk and Lee (2020), Efficient memory management for deep neural net
 * inference, section 4.
 *
 * @example
 * shareSlots([{ bytes: 8, from: 0, to: 1 }, { bytes: 4, from: 2, to: 3 }]); // { slots: [8], slotOf: [0, 0] }
 */
export function shareSlots(lifetimes: readonly Lifetime[]): Slots {
  const order = lifetimes.map((lifetime, index) => ({ lifetime, index }));
  order.sort((a, b) => b.lifetime.bytes - a.lifetime.bytes || a.index - b.index);
  const places: { readonly bytes: number; readonly held: Lifetime[] }[] = [];
  const slotOf: number[] = [];
  for (const { lifetime, index } of order) {
    // Sizes fall from place to place, so the last that is free is the smallest.
    let slot = places.findLastIndex(({ held }) => held.every((other) => !overlap(other, lifetime)));
    if (slot < 0) slot = places.push({ bytes: lifetime.bytes, held: [] }) - 1;
    places[slot]!.held.push(lifetime);
    slotOf[index] = slot;
  }
  return { slots: places.map(({ bytes }) => bytes), slotOf };
}

const overlap = (a: Lifetime, b: Lifetime): boolean => a.from <= b.to && b.from <= a.to;
