/** Asynchronous work on many items with a limit on how many are under way at once. */

/**
 * Maps items in order, at most `limit` at a time. Stops starting new ones at the first failure or abort, and settles
 * only when nothing is under way any more.
 *
 * @throws the first failure, or the reason of the signal
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
  signal?: AbortSignal,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  let failed = false
  let failure: unknown
  const worker = async (): Promise<void> => {
    while (!failed && next < items.length) {
      const index = next++
      try {
        signal?.throwIfAborted()
        results[index] = await work(items[index] as T, index)
      } catch (error) {
        if (!failed) failure = error
        failed = true
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  if (failed) throw failure
  return results
}
