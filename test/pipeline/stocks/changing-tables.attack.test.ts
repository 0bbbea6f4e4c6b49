import { describe, expect, it } from 'vitest'
import { seenChanges } from '../updates/attacker.ts'
import { simulate } from '../updates/simulated-stock.ts'
import type { Night } from '../updates/stock-nights.ts'
import { type MonthTables, publishChanging, seenOfStocks } from './changing-school.ts'
import { idleGroups, seenIn } from './stock-reader.ts'

const k = 5
const length = 5
/** Month of the change: some who left before are told by nothing but numbers by then. */
const change = 3

/** Three schools in one, so that there is something to show. */
const nights: readonly Night[] = (() => {
  const parts = [11, 5, 23].map((seed) => simulate(seed, length))
  return Array.from(
    { length },
    (_, m) =>
      new Map(
        parts.flatMap((part, i) => [...part[m]!].map(([learner, at]) => [learner * 3 + i, at] as const)),
      ),
  )
})()

/** Tables of all months, by what they are before the change and from then on. */
function changing(before: MonthTables, after: MonthTables): readonly MonthTables[] {
  return Array.from({ length }, (_, m) => (m < change ? before : after))
}

const [region, gender] = [{}, {}]
const cases = [
  {
    what: 'is added beside its margins',
    tables: changing(
      { stocks: { places: { region }, genders: { gender } } },
      { stocks: { places: { region }, genders: { gender }, registered: { region, gender } } },
    ),
  },
  {
    what: 'is retired, and another one without one of its dimensions takes its place',
    tables: changing(
      { stocks: { registered: { region, gender } } },
      { stocks: { registered: { region, gender, retired: true }, places: { region } } },
    ),
  },
  {
    what: 'shows a finer level',
    tables: changing(
      { level: 'region', stocks: { registered: { region, gender } } },
      { level: 'district', stocks: { registered: { region, gender } } },
    ),
  },
] as const satisfies readonly { readonly what: string; readonly tables: readonly MonthTables[] }[]

describe.each(cases)('a stock that $what', { timeout: 400_000 }, ({ tables }) => {
  it('tells who holds all releases of no change of 1 to k − 1', async () => {
    const schools = await publishChanging(nights, k, tables)
    const seen = await seenOfStocks(schools, tables)
    expect(seenChanges(nights, seen, k)).toEqual([])
    expect(idleGroups(nights, seen, await seenIn(schools, 'active'), k)).toEqual([])
  })
})

// Of the retired one nothing is updated, so that a month's end which knows of nothing shows nothing new of it either.
describe.each([cases[0], cases[2]])('a stock that $what', { timeout: 400_000 }, ({ tables }) => {
  it('is seen through where the change begins a series that knows of nothing before', async () => {
    const schools = await publishChanging(nights, k, tables, change)
    expect(seenChanges(nights, await seenOfStocks(schools, tables), k).length).toBeGreaterThan(0)
  })
})
