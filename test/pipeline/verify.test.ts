import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { auditAgainstSources } from '../../pipeline/audit-release.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { kohort } from './command-line.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

const june = (school: TinyProject) => join(school.releases, '2026-06', 'v1')

it('ends with 1 where there is no folder, and with 3 where a release is damaged', async () => {
  const school = await tinyProject()
  const nowhere = join(school.folder, 'nosuch')
  const folders = ['--project', school.project, '--data', school.data, '--workspace', school.workspace]
  const says = `a release must be a folder that exists. Provided value: ${nowhere}\n`
  expect(await kohort('verify', nowhere)).toEqual({ exitCode: 1, stdout: '', stderr: says })
  const audited = await kohort('audit', ...folders, nowhere)
  expect(audited.exitCode).toBe(1)
  expect(audited.stderr).toContain(says)
  await school.run()
  await rm(join(june(school), 'manifest.json'))
  expect((await kohort('verify', june(school))).exitCode).toBe(3)
})

it('cannot recount an attribute that the project does not declare any more', async () => {
  const school = await tinyProject()
  await school.run()
  delete school.definition.attributes['gender']
  for (const name of ['active', 'joined']) school.tables[name]!['dimensions'] = { region: {} }
  await school.write()
  const audit = auditAgainstSources({
    project: school.project,
    data: school.data,
    workspace: school.workspace,
    release: june(school),
    now: new Date('2026-07-02T00:00:00Z'),
    progress: () => undefined,
  })
  await expect(audit).rejects.toThrow(ConfigurationError)
  await expect(audit).rejects.toThrow(
    'the project must declare every attribute of the release. Provided value: gender',
  )
})
