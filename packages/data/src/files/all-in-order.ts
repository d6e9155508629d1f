/** Waits for all, then throws the first failure in their order: which one comes first in time is chance. */
export async function allInOrder(promises: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}
