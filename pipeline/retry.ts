import { setTimeout as wait } from 'node:timers/promises'
import type { Retries } from '../schemas/retries.ts'

/** Seconds before each further attempt: doubled each time, up to a longest. */
export function waits({ attempts, firstWaitSeconds, longestWaitSeconds }: Retries): readonly number[] {
  return Array.from({ length: attempts - 1 }, (_, i) =>
    Math.min(firstWaitSeconds * 2 ** i, longestWaitSeconds),
  )
}

/**
 * Does work, again after a while where it fails in a way that may pass.
 *
 * @param isTransient whether another attempt may help
 * @param onRetry told of each failure that is followed by another attempt, with the seconds until then
 * @param signal ends the waiting: the last failure is thrown then
 * @throws what the last attempt threw
 */
export async function withRetries<T>(
  retries: Retries,
  work: () => Promise<T>,
  isTransient: (error: unknown) => boolean,
  onRetry: (seconds: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  for (const seconds of waits(retries)) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || signal?.aborted === true) throw error
      onRetry(seconds)
      await wait(seconds * 1000, undefined, signal === undefined ? {} : { signal }).catch(() => {
        throw error
      })
    }
  }
  return work()
}
