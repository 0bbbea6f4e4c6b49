import { expect, it } from 'vitest'
import { rolledSchool } from './rolled-school.ts'

const all = { period: undefined, asOf: '2026-06-30' }

it('releases a quarter after its months, each learner once', async () => {
  const school = await rolledSchool()
  const { periods, outcome } = await school.run(all)
  expect(periods.map(({ period, outcome: one, reasons }) => [period.id, one, reasons])).toEqual([
    ['2026-04', 'released', []],
    ['2026-05', 'released', []],
    ['2026-06', 'released', []],
    ['2026-Q2', 'released', []],
  ])
  expect(outcome).toBe('done')
  console.log(await school.published('active', '*', '2026-Q2'))
  console.log(await school.published('active', '*', '2026-05'))
  console.log(await school.published('courses', '*', '2026-Q2'))
}, 60_000)
