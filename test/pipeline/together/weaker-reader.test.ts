import { join } from 'node:path'
import { expect, it } from 'vitest'
import { verifyRelease } from '../../../pipeline/verify.ts'
import { attackTogether } from './attack-together.ts'
import {
  fillSchool,
  nightOf,
  nights,
  type Pupil,
  pupilsWith,
  quarter,
  togetherSchool,
} from './together-school.ts'

const every = [0, 1, 2].map((month) => ({ month, course: 'C1', from: 0 }))
const some = (count: number, change: Partial<Pupil>) => Array.from({ length: count }, () => change)

/**
 * By the end of May eight have left and two joined, so that the stock's total stands; three of that place are idle in May.
 * The total of the active must be shown, and is, to a reader who does not have May's total of the stock.
 */
const pupils = pupilsWith([
  ...some(8, { left: 2 }),
  ...some(2, { joined: 2, views: every.filter(({ month }) => month > 0) }),
  ...some(3, { views: every.filter(({ month }) => month !== 1) }),
  ...some(20, { joined: 4, views: every.filter(({ month }) => month === 2) }),
])

it('releases a quarter though a month showed a row that it could not show beside all of its stock', {
  timeout: 300_000,
}, async () => {
  const school = await togetherSchool(5)
  delete school.definition.releases['revise']
  school.tables['active'] = { ...school.tables['active'], publish: { always: [{}] } }
  const ends: unknown[] = []
  for (const night of [0, 2, 4]) {
    await fillSchool(school, pupils, night)
    const { periods } = await school.run(nightOf(night))
    ends.push(...periods.map(({ period, outcome, reasons }) => [period.id, outcome, reasons]))
  }
  expect(ends).toEqual(['2026-04', '2026-05', '2026-06', quarter].map((id) => [id, 'released', []]))
  const [may] = (await school.published(
    'registered',
    'CAST(as_of AS VARCHAR)',
    '2026-05',
    "region = '_T' AND gender = '_T'",
  )) as unknown[][]
  expect(may).toEqual([nights[0]])
  const found = await attackTogether(school, pupils, 5)
  expect(found.filter(({ what }) => what.includes(quarter))).toEqual([])
  const { findings } = await verifyRelease(join(school.releases, quarter, 'v1'), 60, 1)
  expect(findings).toEqual([])
})
