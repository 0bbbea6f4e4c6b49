import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { waits, withRetries } from '../../pipeline/retry.ts'
import { isTransient } from '../../pipeline/transient.ts'
import { SourceError } from '../../schemas/failure.ts'
import { tinyProject } from './tiny-project.ts'

const errno = (code: string) => Object.assign(new Error(`${code}: of the system`), { code })

describe('an error that may pass', () => {
  it.each([
    { error: errno('EBUSY'), passes: true },
    { error: errno('EIO'), passes: true },
    { error: errno('EAGAIN'), passes: true },
    { error: errno('ENOSPC'), passes: false },
    { error: errno('EACCES'), passes: false },
    {
      error: new SourceError(
        'learners',
        'its rows cannot be read',
        new Error('IO Error: Could not read: Input/output error'),
      ),
      passes: true,
    },
    { error: new SourceError('learners', 'its rows cannot be read', errno('EIO')), passes: true },
    { error: new SourceError('learners', 'a column without a role'), passes: false },
  ])('is $error.message: $passes', ({ error, passes }) => {
    expect(isTransient(error)).toBe(passes)
  })
})

describe('retries', () => {
  const retries = { attempts: 4, firstWaitSeconds: 0.001, longestWaitSeconds: 0.003 }

  it('wait twice as long each time, up to a longest', () => {
    expect(waits({ attempts: 5, firstWaitSeconds: 5, longestWaitSeconds: 30 })).toEqual([5, 10, 20, 30])
    expect(waits({ attempts: 1, firstWaitSeconds: 5, longestWaitSeconds: 30 })).toEqual([])
  })

  it('end with what the last attempt gives, and are not made for what will not pass', async () => {
    let attempts = 0
    const work = (error: Error) => async () => {
      attempts++
      throw error
    }
    const said: number[] = []
    const hear = (seconds: number) => void said.push(seconds)
    await expect(withRetries(retries, work(errno('EIO')), isTransient, hear)).rejects.toThrow('EIO')
    expect([attempts, said]).toEqual([4, [0.001, 0.002, 0.003]])
    await expect(withRetries(retries, work(errno('EACCES')), isTransient, hear)).rejects.toThrow('EACCES')
    expect(attempts).toBe(5)
  })

  it('end at once where the night is told to stop', async () => {
    const stop = new AbortController()
    const work = () => Promise.reject(errno('EIO'))
    const began = performance.now()
    const ended = withRetries(
      { ...retries, firstWaitSeconds: 60, longestWaitSeconds: 60 },
      work,
      isTransient,
      () => setTimeout(() => stop.abort(), 5),
      stop.signal,
    )
    await expect(ended).rejects.toThrow('EIO')
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})

/** Makes reading a file fail with EIO the first few times. */
function failReading(path: string, times: number): void {
  const { createReadStream } = fs
  let left = times
  const failing: typeof createReadStream = (file, options) => {
    const stream = createReadStream(file, options)
    if (file === path && left-- > 0) stream.destroy(errno('EIO'))
    return stream
  }
  Object.assign(fs, { createReadStream: failing })
  syncBuiltinESMExports()
  onTestFinished(() => {
    Object.assign(fs, { createReadStream })
    syncBuiltinESMExports()
  })
}

describe('a disk that fails to read', () => {
  it.each([
    { times: 2, ends: 'well' },
    { times: 3, ends: 'with 1' },
  ])('$times times of 3 ends the night $ends', async ({ times, ends }) => {
    const school = await tinyProject()
    Object.assign(school.definition.retries, { attempts: 3, firstWaitSeconds: 0.01 })
    await school.writeProject()
    failReading(join(school.data, 'learners.csv'), times)
    if (ends === 'well') expect((await school.run()).outcome).toBe('done')
    else {
      const failure = await school.failure()
      expect([failure.message, failure.exitCode]).toEqual(['sources: files could not be read, 3 times', 1])
      school.expectNothingLeft()
    }
  })
})
