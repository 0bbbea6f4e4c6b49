import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { compiledCli } from './compiled-cli.ts'
import { reproducible } from './released-files.ts'
import { copyOf } from './school-copy.ts'
import { tinyProject } from './tiny-project.ts'

/** What is installed as `kohort`; other tests start it as fewer files. */
const shipped = 'dist/pipeline/cli.js'

it('releases what a night in this process releases', async () => {
  await compiledCli()
  const school = await tinyProject()
  const other = await copyOf(school)
  const { project, data, releases, workspace } = other
  const options = Object.entries({ project, data, releases, workspace }).flatMap(([name, path]) => [
    `--${name}`,
    path,
  ])
  const night = ['run', ...options, '--as-of', '2026-06-30', '--period', '2026-06', '--json']
  const { stdout } = await promisify(execFile)(process.execPath, [shipped, ...night])
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'done' })
  await school.run()
  expect(reproducible(releases)).toEqual(reproducible(school.releases))
})
