import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { demo } from '../../pipeline/demo.ts'
import { UsageError } from '../../schemas/failure.ts'

let folder: string
beforeEach(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'kohort-demo-'))
  folder = join(parent, 'demo')
  onTestFinished(() => rm(parent, { recursive: true }))
})

const run = () =>
  demo({
    folder,
    // Fewer take longer: more figures are hidden, and each must be shown to be wide.
    learners: 4000,
    views: 30_000,
    seed: 1,
    // Behind the data, which are invented.
    now: new Date('2025-01-01T00:00:00Z'),
    progress: () => undefined,
  })

describe('the folder of a demo', () => {
  it('is refused and left alone where a demo did not make it', async () => {
    await mkdir(folder)
    await writeFile(join(folder, 'thesis.txt'), 'the only copy')
    await expect(run()).rejects.toThrow(UsageError)
    await expect(run()).rejects.toThrow(
      `--folder must be empty, missing, or made by an earlier demo, since it is deleted. Provided value: ${folder}`,
    )
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  it('is refused where it is a file', async () => {
    await writeFile(folder, 'the only copy')
    await expect(run()).rejects.toThrow(UsageError)
    expect(existsSync(folder)).toBe(true)
  })

  it('is made anew where a demo made it', { timeout: 300_000 }, async () => {
    await mkdir(folder)
    await writeFile(join(folder, '.kohort-demo'), '')
    await writeFile(join(folder, 'left-over'), '')
    await run()
    expect(readdirSync(join(folder, 'releases')).toSorted()).toEqual(['2026-05', '2026-06'])
    expect(readdirSync(folder).toSorted()).toEqual([
      '.kohort-demo',
      'data',
      'kohort.key',
      'kohort.pub',
      'project',
      'releases',
      'workspace',
    ])
  })
})
