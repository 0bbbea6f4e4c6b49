import { expect, it } from 'vitest'
import { tinyProject } from './tiny-project.ts'
it('runs', async () => {
  const school = await tinyProject()
  const t = performance.now()
  const result = await school.run({ period: undefined })
  console.log(performance.now() - t, JSON.stringify(result.books), result.seconds, result.periods.map(p => [p.period.id, p.outcome, p.tables]))
  console.log(await school.published('active', 'region, gender, learners, learners_status, views, minutes'))
  console.log(await school.published('scores', '*'))
  const { readFileSync } = await import('node:fs')
  console.log(readFileSync(school.releases + '/2026-06/v1/manifest.json', 'utf8').match(/"previous.*/))
  expect(1).toBe(1)
})
