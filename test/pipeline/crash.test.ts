import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { startKohort } from './command-line.ts'
import { reproducible } from './released-files.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

const start = (school: TinyProject) =>
  startKohort([
    ...['run', '--project', school.project, '--data', school.data, '--releases', school.releases],
    ...['--workspace', school.workspace, '--as-of', '2026-06-30'],
  ])

/** Waits until a run holds the workspace; returns the moment, in milliseconds. */
async function held(school: TinyProject): Promise<number> {
  while (!existsSync(join(school.workspace, 'lock'))) await wait(1)
  return performance.now()
}

/** Releases that a reader of the folder sees at this moment. */
const visible = (school: TinyProject): readonly string[] =>
  existsSync(school.releases)
    ? readdirSync(school.releases, { recursive: true })
        .map(String)
        .filter((path) => path.endsWith('manifest.json'))
    : []

describe('a run that is killed', { timeout: 180_000 }, () => {
  let undisturbed: Readonly<Record<string, string>>
  let milliseconds: number
  beforeAll(async () => {
    const school = await tinyProject('all', false)
    const run = start(school)
    const began = await held(school)
    expect((await run.ended).exitCode).toBe(0)
    milliseconds = performance.now() - began
    undisturbed = reproducible(school.releases)
    return () => school.remove()
  })

  // Eighths of the time that a run takes, moved a little by chance.
  it.each(Array.from({ length: 8 }, (_, i) => ({ eighth: i })))(
    'after $eighth eighths leaves nothing that the next run cannot put right',
    async ({ eighth }) => {
      const school = await tinyProject('all')
      const run = start(school)
      await held(school)
      await wait(((eighth + Math.random()) / 8) * milliseconds)
      run.kill()
      await run.ended
      const seen = visible(school)
      // Whatever is there is a release, complete and as it would have been.
      for (const path of seen) expect(path).toMatch(/^2026-0[56]\/v1\/manifest\.json$/)
      const early = existsSync(school.releases) ? reproducible(school.releases) : {}
      for (const [path, content] of Object.entries(early))
        if (!path.startsWith('.')) expect(undisturbed[path]).toBe(content)
      const next = await school.run({ period: undefined, now: new Date() })
      expect(next.periods.length + next.alreadyReleased.length).toBe(2)
      expect(next.alreadyReleased).toHaveLength(seen.length)
      expect(reproducible(school.releases)).toEqual(undisturbed)
      expect(readdirSync(school.releases)).toEqual(['2026-05', '2026-06'])
      school.expectNoVault()
    },
  )
})
