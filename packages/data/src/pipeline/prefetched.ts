/**
 * The elements of `source`, of which up to `count` are made ready while the consumer works on another one. An error comes
 * when its element is asked for.
 */
export async function* prefetched<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T, void, void> {
  const iterator = source[Symbol.asyncIterator]();
  const ahead: Promise<IteratorResult<T, unknown>>[] = [];
  let isStopped = false;
  let last: Promise<IteratorResult<T, unknown>> = Promise.resolve({ done: false, value: undefined as T });
  // One after the other: not every iterator can be asked twice at a time. After an error or the end all others are the same.
  const ask = async (before: typeof last): typeof last => {
    const result = await before;
    return result.done || isStopped ? { done: true, value: undefined } : await iterator.next();
  };
  try {
    for (;;) {
      while (ahead.length <= count) {
        last = ask(last);
        last.catch(() => {});
        ahead.push(last);
      }
      const result = await (ahead.shift() as typeof last);
      if (result.done) return;
      yield result.value;
    }
  } finally {
    isStopped = true;
    await last.catch(() => {});
    await iterator.return?.();
  }
}
