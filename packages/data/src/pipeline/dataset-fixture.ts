import { Dataset } from "./dataset.ts";

export const range = (count: number) => Dataset.fromTensorSlices(Float32Array.from({ length: count }, (_, i) => i));
export const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

export async function all<T>(elements: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const element of elements) found.push(element);
  return found;
}

/** A source that counts what was asked of it and whether it was closed. */
export function watched(count: number, failAt = Infinity) {
  const seen = { asked: 0, closed: 0 };
  const dataset = Dataset.fromGenerator(async function* () {
    try {
      for (let i = 0; i < count; i++) {
        seen.asked++;
        if (i === failAt) throw new Error(`element ${i} is broken`);
        yield i;
      }
    } finally {
      seen.closed++;
    }
  });
  return { seen, dataset };
}

/** Lets everything that is ready run. */
export const settle = async () => await new Promise((resolve) => setImmediate(resolve));
