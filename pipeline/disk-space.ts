import { Failure } from '../schemas/failure.ts'

/** Whether an error, or what caused it, is a full disk. */
export function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    /no space left|ENOSPC|could not write|failed to write|disk full|max_temp_directory_size/i.test(
      error.message,
    ) || isOutOfSpace(error.cause)
  )
}

export function outOfSpace(cause: unknown): Failure {
  return new Failure('no space left on the disk of the workspace or the releases', 1, { cause })
}
