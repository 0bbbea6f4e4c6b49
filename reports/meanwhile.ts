/** Work that goes on beside other work: its error is that of whoever asks for the result, if anybody does. */
export function meanwhile<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined)
  return work
}
