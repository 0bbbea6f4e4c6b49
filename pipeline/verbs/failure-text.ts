import { CommanderError } from 'commander'
import { Failure } from '../../schemas/failure.ts'
import { isOutOfSpace, outOfSpace } from '../disk-space.ts'

export interface FailureText {
  /** Null where it was said already. */
  readonly message: string | null
  readonly exitCode: number
}

/** Messages of failures are fit to show; of anything else only the kind is, since a message may quote a row. */
export function failureText(error: unknown): FailureText {
  if (error instanceof CommanderError) return { message: null, exitCode: error.exitCode === 0 ? 0 : 2 }
  if (error instanceof Failure) return error
  if (isOutOfSpace(error)) return outOfSpace(error)
  if (!(error instanceof Error)) return { message: 'an unexpected error ended the run', exitCode: 1 }
  if ('syscall' in error && 'path' in error && 'code' in error)
    return {
      message: `the file system must allow ${error.syscall} (${error.code}). Provided value: ${error.path}`,
      exitCode: 1,
    }
  const where = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? ''
  return { message: `an unexpected error ended the run: ${error.name} ${where.trim()}`, exitCode: 1 }
}
