import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { skipPeriod } from '../../../pipeline/ledger/skip.ts'
import { loadProject } from '../../../pipeline/load-project.ts'
import { ledgerOf } from '../ledger-content.ts'
import { reproducible } from '../released-files.ts'
import type { TinyProject } from '../tiny-project.ts'
import { seenChanges } from '../updates/attacker.ts'
import { simulate } from '../updates/simulated-stock.ts'
import type { Night } from '../updates/stock-nights.ts'
import { idleGroups, seenIn } from './stock-reader.ts'
import { fillSchool, lastDay, monthOf, months, schoolOf, stockSchool } from './stock-school.ts'

const k = 5
const length = 4
const given = 1

/** Publishes all months but one, which cannot be protected when it is due, and is given up for that. */
async function publishAllBut(m: number, nights: readonly Night[]): Promise<TinyProject> {
  const school = await stockSchool(k)
  const { active } = school.tables
  for (let month = 0; month < nights.length; month++) {
    await fillSchool(school, nights, month)
    if (month === m)
      school.tables['active'] = { ...active, publish: { always: [{ region: '*', gender: '*' }] } }
    await school.writeProject()
    const { outcome } = await school.run({ ...monthOf(month), period: undefined })
    expect(outcome).toBe(month === m ? 'withheld' : 'done')
    if (month !== m) continue
    school.tables['active'] = { ...active }
    await school.writeProject()
    const project = await loadProject(school.project)
    const skip = { period: months[m]!, reason: 'it cannot be protected', on: lastDay(months[m]!) }
    await skipPeriod(
      { ledger: ledgerOf(school), releases: school.releases },
      project,
      skip,
      new Date(monthOf(m).now.getTime() + 3_600_000),
    )
  }
  expect(existsSync(join(school.releases, months[m]!))).toBe(false)
  return school
}

/**
 * Eighteen in each leaf, and few changes in the month that is given up: some are enough together with those of the next one,
 * which brings many elsewhere, and others are not.
 */
const pooling = schoolOf(
  { 'n1 f': 2, 'n2 m': -1, 'n3 f': 1, 's1 m': 3 },
  { 'n1 f': 6, 'n1 m': 7, 'n3 f': 4, 's2 f': -6 },
  { 'n2 f': 7, 'n1 m': 2 },
)

it.each([
  { what: 'at random', nights: simulate(11, length), isUpdated: false },
  { what: 'by enough over two months', nights: pooling, isUpdated: true },
])(
  'who holds the releases around a month that was given up sees no change of few, and no few who are idle: learners come and go $what',
  { timeout: 400_000 },
  async ({ nights, isUpdated }) => {
    const school = await publishAllBut(given, nights)
    const schools = nights.map(() => school)
    const [stock, flow] = [await seenIn(schools, 'registered'), await seenIn(schools, 'active')]
    expect(stock[given]!.shown.every((count) => count === null)).toBe(true)
    expect(seenChanges(nights, stock, k)).toEqual([])
    expect(idleGroups(nights, stock, flow, k)).toEqual([])
    expect(stock[given + 1]!.shown.some((count) => count !== null)).toBe(isUpdated)
  },
)

it('succeeds where that month came out after the others', { timeout: 400_000 }, async () => {
  const nights = pooling
  const school = await publishAllBut(given, nights)
  const late = await stockSchool(k)
  await fillSchool(late, nights, given)
  await late.run({ ...monthOf(given), period: undefined, last: 1 })
  const shown = await seenIn(
    nights.map(() => school),
    'registered',
  )
  const [, of] = await seenIn([late, late], 'registered')
  const found = seenChanges(
    nights,
    shown.map((night, m) => (m === given ? of! : night)),
    k,
  )
  expect(found.length).toBeGreaterThan(0)
})

it('who was there in that month only changes no byte of what follows', { timeout: 400_000 }, async () => {
  const nights = simulate(4, 3)
  const passing = nights.map((night, m): Night => {
    const visitors = [1, 2, 3].map((n) => [10_000 + n, m === given ? 'n1 f' : null] as const)
    return m < given ? night : new Map([...night, ...visitors])
  })
  const [without, among] = [await publishAllBut(given, nights), await publishAllBut(given, passing)]
  expect(reproducible(among.releases)).toEqual(reproducible(without.releases))
})
