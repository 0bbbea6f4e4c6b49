import { expect, it } from 'vitest'
import { tinyProject } from './tiny-project.ts'

it('counts a final result that another field than `result` holds', async () => {
  const school = await tinyProject('all')
  for (const [i, row] of school.rows.progress.entries())
    Object.assign(row, { result_at: '2026-06-25 10:00:00', grade: i < 120 ? 'A' : 'B' })
  school.definition.sources['progress']!['absent'] = ['withdrawn_at', 'result']
  school.definition.attributes['result'] = {
    role: 'sensitive',
    of: 'progress',
    field: 'grade',
    hierarchy: 'hierarchies/grade.csv',
    levels: ['grade'],
  }
  school.hierarchies['grade.csv'] = 'A;*\nB;*\n'
  school.definition.policy['zeros'] = 'protect'
  school.tables['results'] = {
    id: 'results',
    title: { en: 'Results' },
    from: 'progress',
    dimensions: { result: {} },
    measures: { finished: { count: 'learners', where: 'finished' } },
  }
  await school.write()
  expect((await school.run()).periods.map(({ outcome }) => outcome)).toEqual(['released'])
  expect(await school.published('results', 'result, finished')).toEqual(
    expect.arrayContaining([
      ['A', 120],
      ['_T', 240],
    ]),
  )
})
