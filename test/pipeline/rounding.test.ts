import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditAgainstSources } from '../../pipeline/audit-release.ts'
import { verifyRelease } from '../../pipeline/verify.ts'
import { manifestSchema } from '../../schemas/release.ts'
import { addLearner, type TinyProject, tinyProject } from './tiny-project.ts'

/** 240 learners and 17 more women in D1, so that few figures are multiples. */
async function roundedSchool(method: 'conventional' | 'controlled', base = 5): Promise<TinyProject> {
  const school = await tinyProject('all')
  for (let i = 240; i < 257; i++) addLearner(school.rows, i, { district: 'D1', gender: 'F' })
  school.definition.policy['rounding'] = { base, method }
  await school.write()
  return school
}

const released = (school: TinyProject) => join(school.releases, '2026-06', 'v1')

describe.each(['conventional', 'controlled'] as const)('a release with %s rounding', (method) => {
  it('passes its audit, that of a recipient and the recount, and says how it was rounded', async () => {
    const school = await roundedSchool(method)
    const { periods } = await school.run()
    expect(periods.map(({ outcome, reasons }) => ({ outcome, reasons }))).toEqual([
      { outcome: 'released', reasons: [] },
    ])
    const manifest = manifestSchema.parse(
      JSON.parse(readFileSync(join(released(school), 'manifest.json'), 'utf8')),
    )
    expect(manifest.audit.parameters.rounding).toEqual({ base: 5, method, within: 1 })
    const values = (await school.published('active', 'learners, views, minutes')) as number[][]
    expect(values.flat().filter((value) => value !== null && value % 5 !== 0)).toEqual([])
    expect((await verifyRelease(released(school), 600)).findings).toEqual([])
    const audit = await auditAgainstSources({
      project: school.project,
      data: school.data,
      workspace: school.workspace,
      release: released(school),
      now: new Date('2026-07-02T00:00:00Z'),
      progress: () => undefined,
    })
    expect(audit).toMatchObject({ passed: true, findings: [], differences: [] })
  })
})
