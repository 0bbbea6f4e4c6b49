/** Files that are read at once: what a disk and the threads of Node make good use of, well below what may be open. */
const together = 32

/**
 * Does the same with each of many items, some at once.
 *
 * @returns in the order of the items; the error of the first one that fails, in that order, is thrown
 */
export async function readTogether<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const all: R[] = []
  for (let from = 0; from < items.length; from += together) {
    const settled = await Promise.allSettled(items.slice(from, from + together).map(read))
    for (const one of settled) {
      if (one.status === 'rejected') throw one.reason
      all.push(one.value)
    }
  }
  return all
}
