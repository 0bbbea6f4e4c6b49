/** Work that goes on beside other work: its error is that of whoever asks for the result, if anybody does. */
export function meanwhile<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined)
  return work
}

/**
 * Both of two works, once neither goes on: what they share may be given up then. Where both fail, as on a full disk, the
 * first one tells why.
 */
export async function bothOf<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other])
  return [await one, await other]
}
