import { Failure, SourceError } from '../schemas/failure.ts'
import { type Inputs, inputsKey, readInputs } from './inputs.ts'
import type { Project } from './load-project.ts'
import { withRetries } from './retry.ts'
import { type SourceStamp, stampSources } from './source-stamp.ts'
import { isTransient, SourcesChanged } from './transient.ts'

/** The sources at some moment. */
export interface Look {
  readonly stamp: SourceStamp
  readonly inputs: Inputs
}

export interface Steadiness {
  readonly project: Project
  readonly dataFolder: string
  readonly say: (message: string) => void
  /** Ends waiting. */
  readonly signal: AbortSignal
}

/** Fingerprints of all inputs; sources that cannot be read at the moment are tried again. */
export function lookAtSources(task: Steadiness): Promise<Look> {
  return patiently(task, () => look(task))
}

/**
 * Reads sources while they hold still: fingerprints before and after must agree, or what was read is thrown away and
 * read again, after growing pauses, as after an error that may pass.
 *
 * @param first what was seen when the run began; looked at again where it no longer holds
 * @returns what was read, and the inputs that it was read from
 * @throws {SourceError} if they never hold still, or cannot be read
 */
export function readSteadily<T>(
  task: Steadiness,
  first: Look,
  read: () => Promise<T>,
): Promise<{ readonly result: T; readonly inputs: Inputs }> {
  let seen = first
  return patiently(task, async () => {
    if (seen.stamp.racy || (await stampOf(task)).text !== seen.stamp.text) seen = await look(task)
    const before = seen
    try {
      const result = await read()
      if (await differs(task, before)) throw new SourcesChanged()
      return { result, inputs: before.inputs }
    } catch (error) {
      // A verdict on half a file is none, whatever it is.
      if (error instanceof SourcesChanged || !(await differs(task, before))) throw error
      throw new SourcesChanged('', { cause: error })
    }
  })
}

async function look(task: Steadiness): Promise<Look> {
  const stamp = await stampOf(task)
  return { stamp, inputs: await vanishing(() => readInputs(task.project, task.dataFolder)) }
}

const stampOf = ({ project, dataFolder }: Steadiness) => vanishing(() => stampSources(project, dataFolder))

async function differs(task: Steadiness, { stamp, inputs }: Look): Promise<boolean> {
  if ((await stampOf(task)).text !== stamp.text) return true
  return stamp.racy && inputsKey((await look(task)).inputs) !== inputsKey(inputs)
}

/** A file that is gone between being listed and being read has changed. */
async function vanishing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new SourcesChanged('', { cause: error })
    throw error
  }
}

async function patiently<T>(task: Steadiness, work: () => Promise<T>): Promise<T> {
  let attempts = 0
  try {
    return await withRetries(
      task.project.definition.retries,
      () => {
        attempts++
        return work()
      },
      isTransient,
      (seconds) => task.say(`sources changed or could not be read for the moment: again in ${seconds} s`),
      task.signal,
    )
  } catch (error) {
    if (error instanceof SourcesChanged)
      throw new SourceError('sources', `files changed while they were read, ${attempts} times`, error)
    if (error instanceof Failure || !isTransient(error)) throw error
    throw new SourceError('sources', `files could not be read, ${attempts} times`, error)
  }
}
