import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { takeLock } from '../../pipeline/lock.ts'
import { lockOf } from './lock-file.ts'

const now = new Date('2026-07-01T00:00:00Z')
let path: string
const take = () => takeLock(path, 'the workspace', now)
const gone = () => spawnSync('true').pid

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-lock-'))
  path = join(folder, 'lock')
  onTestFinished(() => rm(folder, { recursive: true }))
})

describe('a lock that is there', () => {
  it.each([
    { because: 'its process is gone', lock: () => lockOf(gone()) },
    { because: 'the machine was started again since', lock: () => lockOf(process.ppid, { boot: 'before' }) },
    { because: 'its number is another process’s by now', lock: () => lockOf(process.ppid, { began: '1' }) },
    { because: 'it is no lock', lock: () => '{}' },
  ])('is taken over when $because', async ({ lock }) => {
    await writeFile(path, lock())
    const unlock = await take()
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid })
    unlock()
    expect(await readdir(join(path, '..'))).toEqual([])
  })

  it('is respected while its process lives', async () => {
    await writeFile(path, lockOf(process.ppid))
    await expect(take()).rejects.toThrow(
      `another run holds the workspace (process ${process.ppid} since 2026-06-30T00:00:00.000Z)`,
    )
    expect(await readFile(path, 'utf8')).toBe(lockOf(process.ppid))
  })

  it('is respected when it is of another host, though no process here has its number', async () => {
    const theirs = lockOf(gone(), { host: 'elsewhere', boot: 'theirs' })
    await writeFile(path, theirs)
    await expect(take()).rejects.toThrow(
      /^another host may hold the workspace \(process \d+ of elsewhere since [^)]+\): delete the lock file if nothing runs there\. Provided value: \S+\/lock$/,
    )
    expect(await readFile(path, 'utf8')).toBe(theirs)
  })

  it('is respected when it is held by this very process', async () => {
    const unlock = await take()
    await expect(take()).rejects.toThrow('another run holds the workspace')
    unlock()
    ;(await take())()
  })

  it('is taken over by one of many who try at once', async () => {
    for (let round = 0; round < 40; round++) {
      await writeFile(path, lockOf(gone()))
      const tries = await Promise.allSettled(Array.from({ length: 6 }, take))
      const unlocks = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      expect(unlocks.length, `round ${round}`).toBe(1)
      for (const unlock of unlocks) unlock()
    }
  })

  it('is taken over even where a takeover was killed', async () => {
    await writeFile(path, lockOf(gone()))
    await writeFile(`${path}.takeover`, lockOf(gone()))
    ;(await take())()
    expect(await readdir(join(path, '..'))).toEqual([])
  })
})

it.each([
  { because: 'its process is gone', pid: gone, text: () => lockOf(gone()), left: 0 },
  { because: 'it is half written', pid: gone, text: () => '{"pid":', left: 0 },
  { because: 'its process lives', pid: () => process.ppid, text: () => lockOf(process.ppid), left: 1 },
  { because: 'it is of another host', pid: gone, text: () => lockOf(gone(), { host: 'elsewhere' }), left: 1 },
])('an unfinished lock is swept away only where its run is dead: $because', async ({ pid, text, left }) => {
  await writeFile(`${path}.${pid()}-63b3069a-a16e-4c29-9b7d-279b52aca8c9`, text())
  ;(await take())()
  expect(await readdir(join(path, '..'))).toHaveLength(left)
})

it('is not given back when it is somebody else’s by then', async () => {
  const unlock = await take()
  const theirs = lockOf(process.ppid)
  await writeFile(path, theirs)
  unlock()
  expect(await readFile(path, 'utf8')).toBe(theirs)
})
