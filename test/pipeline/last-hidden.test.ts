import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { readLastHidden } from '../../pipeline/last-hidden.ts'
import { parsePeriod } from '../../pipeline/period-calendar.ts'
import { tinyProject } from './tiny-project.ts'

const recorded = z.array(z.object({ table: z.string(), rows: z.array(z.object({ status: z.string() })) }))

it('finds in the newest earlier release the rows that its run hid, and none in later ones', async () => {
  const school = await tinyProject('all')
  const men = school.rows.learners.filter(
    ({ gender, district }) => gender === 'M' && (district === 'D1' || district === 'D2'),
  )
  for (const man of men.slice(4)) man['gender'] = 'F'
  await school.write()
  const { record } = await school.run({ period: undefined })
  const shelf = ['2026-05', '2026-06'].map((id) => ({
    period: parsePeriod(id),
    version: 1,
    folder: join(school.releases, id, 'v1'),
  }))
  const last = await readLastHidden(shelf, parsePeriod('2026-06'))
  const patterns = recorded.parse(JSON.parse(readFileSync(join(record, 'patterns-2026-05.json'), 'utf8')))
  expect([...last].map(([table, hidden]) => [table, hidden.size]).toSorted()).toEqual(
    patterns
      .map(({ table, rows }) => [table, rows.filter(({ status }) => status !== 'published').length])
      .toSorted(),
  )
  expect([...last.values()].some((hidden) => hidden.size > 0)).toBe(true)
  expect(await readLastHidden(shelf, parsePeriod('2026-05'))).toEqual(new Map())
}, 60_000)
