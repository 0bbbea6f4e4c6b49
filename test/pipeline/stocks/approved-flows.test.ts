import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { approve } from '../../../pipeline/approval/approve.ts'
import { WithheldError } from '../../../schemas/failure.ts'
import { tinyProject } from '../tiny-project.ts'

it('flows of a fact are not approved once another project has published a stock of it', {
  timeout: 100_000,
}, async () => {
  const [stocks, flows] = [await tinyProject('core'), await tinyProject('core')]
  const ledger = join(stocks.folder, 'common-ledger')
  const table = { title: { en: 'T' }, from: 'registrations', dimensions: { gender: {} } }
  const measures = { learners: { count: 'learners' } }
  for (const [school, id, period] of [
    [stocks, 'stocks', { type: 'stock' }],
    [flows, 'flows', { type: 'flow' }],
  ] as const) {
    school.definition.releases['ledger'] = ledger
    school.definition.project.id = id
    school.definition.policy = id === 'flows' ? { approval: 'manual' } : {}
    school.tables = { [id]: { id, ...table, measures, period } }
    await school.write()
  }
  const proposed = await flows.run({ period: '2026-05', asOf: '2026-05-31', now: new Date('2026-06-01') })
  expect(proposed.periods.map(({ outcome }) => outcome)).toEqual(['candidate'])
  const published = await stocks.run({ period: '2026-04', asOf: '2026-06-03', now: new Date('2026-06-04') })
  expect(published.periods.map(({ outcome }) => outcome)).toEqual(['released'])
  const [candidate = ''] = readdirSync(join(flows.workspace, 'candidates')).filter(
    (name) => !name.endsWith('.json'),
  )
  const { project, data, releases, workspace } = flows
  const options = { project, data, releases, workspace, candidate, progress: () => undefined }
  const verdict = approve({ ...options, now: new Date('2026-06-05') })
  await expect(verdict).rejects.toThrow(WithheldError)
  await expect(verdict).rejects.toThrow('a fact is counted as a stock or as flows')
  expect(existsSync(join(releases, '2026-05'))).toBe(false)
})
