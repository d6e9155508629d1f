import { InputError } from "@tomograd/kernels";
import { RandomStream } from "../random/random-stream.ts";
import { collate } from "./collate.ts";
import type { Batched } from "./collate.ts";
import { prefetched } from "./prefetched.ts";

/** Keeps the order of shuffle buffers apart from other uses of a seed. */
const SHUFFLE_STREAM = 0x62756666;

/** Elements in a random order, drawn from a buffer of `size` of them that is filled up from `source`. */
export async function* shuffled<T>(
  source: AsyncIterable<T>,
  size: number,
  { seed, epoch }: { readonly seed: number; readonly epoch: number },
): AsyncGenerator<T, void, void> {
  const random = new RandomStream({ seed, stream: SHUFFLE_STREAM, item: epoch });
  const buffer: T[] = [];
  for await (const element of source) {
    if (buffer.length < size) {
      buffer.push(element);
      continue;
    }
    const at = random.below(size);
    yield buffer[at] as T;
    buffer[at] = element;
  }
  while (buffer.length > 0) {
    const at = random.below(buffer.length);
    const last = buffer.pop() as T;
    if (at === buffer.length) {
      yield last;
    } else {
      yield buffer[at] as T;
      buffer[at] = last;
    }
  }
}

/** The values of `change`, in the order of the elements; up to `calls` of them are awaited at a time. */
export async function* mapped<T, U>(
  source: AsyncIterable<T>,
  change: (element: T) => U | Promise<U>,
  calls: number,
): AsyncGenerator<U, void, void> {
  for await (const { result } of prefetched(begun(source, change), calls - 1)) yield await result;
}

async function* begun<T, U>(
  source: AsyncIterable<T>,
  change: (element: T) => U | Promise<U>,
): AsyncGenerator<{ readonly result: Promise<U> }, void, void> {
  for await (const element of source) {
    const result = (async () => await change(element))();
    // It is thrown when its turn comes; a consumer that stops before never sees it.
    result.catch(() => {});
    yield { result };
  }
}

export async function* batched<T>(
  source: AsyncIterable<T>,
  size: number,
  dropRemainder: boolean,
): AsyncGenerator<Batched<T>, void, void> {
  let elements: T[] = [];
  for await (const element of source) {
    elements.push(element);
    if (elements.length < size) continue;
    yield collate(elements);
    elements = [];
  }
  if (elements.length > 0 && !dropRemainder) yield collate(elements);
}

/** The elements from `start` on and before `end`; nothing is asked for beyond. */
export async function* sliced<T>(source: AsyncIterable<T>, start: number, end: number): AsyncGenerator<T, void, void> {
  if (end <= start) return;
  let at = 0;
  for await (const element of source) {
    if (at >= start) yield element;
    if (++at >= end) return;
  }
}

/** The elements of `count` walks, the first of which is that of `epoch`; none where walks are empty. */
export async function* repeated<T>(
  pass: (epoch: number) => AsyncIterable<T>,
  count: number,
  epoch: number,
): AsyncGenerator<T, void, void> {
  for (let i = 0; i < count; i++) {
    let isEmpty = true;
    for await (const element of pass(epoch + i)) {
      isEmpty = false;
      yield element;
    }
    if (isEmpty) return;
  }
}

/** The elements as they are. @throws InputError where there are fewer or more than `count`. */
export async function* ofCount<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T, void, void> {
  const fail = (received: string) =>
    new InputError({ subject: "Dataset", rule: `there must be ${count} elements`, received });
  let found = 0;
  for await (const element of source) {
    if (++found > count) throw fail("more");
    yield element;
  }
  if (found < count) throw fail(`${found}`);
}
