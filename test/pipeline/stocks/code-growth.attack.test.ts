import { describe, expect, it } from 'vitest'
import { codeGrowth } from '../../../pipeline/stocks/code-growth.ts'
import { EarlierRows } from '../../../pipeline/stocks/earlier-rows.ts'
import { countTable } from '../../transforms/disclosure/tables.ts'
import { seenChanges } from '../updates/attacker.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { dimensions, type Night, places } from '../updates/stock-nights.ts'
import { seenIn } from './stock-reader.ts'
import { fillSchool, monthOf, months, stockSchool } from './stock-school.ts'

const k = 5
const [region] = dimensions

describe('a code list', () => {
  const codes = region!.codes.map(({ code, parent }) => ({ code, parent }))
  it.each([
    { what: 'stays as it is', now: codes, added: {} },
    { what: 'has one more code', now: [...codes, { code: 's3', parent: 'south' }], added: { s3: 'empty' } },
    {
      what: 'has a new branch',
      now: [...codes, { code: 'west', parent: '_T' }, { code: 'w1', parent: 'west' }],
      added: { west: 'empty', w1: 'empty' },
    },
    {
      what: 'parts a code that was not parted',
      now: [...codes, { code: 'n3-1', parent: 'n3' }],
      added: { 'n3-1': 'untold' },
    },
    {
      what: 'puts a code between others, and a new one under it',
      now: [
        ...codes.map((one) => (one.code === 'n2' || one.code === 'n3' ? { ...one, parent: 'n-o' } : one)),
        { code: 'n-o', parent: 'north' },
        { code: 'n4', parent: 'n-o' },
      ],
      added: { 'n-o': 'untold', n4: 'empty' },
    },
    { what: 'lacks a code', now: codes.filter(({ code }) => code !== 'n3'), added: null },
    {
      what: 'has a code elsewhere',
      now: codes.map((one) => (one.code === 'n3' ? { ...one, parent: 'south' } : one)),
      added: null,
    },
    {
      what: 'has a code between others, of which one is elsewhere',
      now: [
        ...codes.map((one) => (one.code === 'n3' || one.code === 's1' ? { ...one, parent: 'o' } : one)),
        { code: 'o', parent: 'north' },
      ],
      added: null,
    },
  ])('that $what says of its codes of then: $added', ({ now, added }) => {
    const growth = codeGrowth(codes, now)
    const old = new Set(codes.map(({ code }) => code))
    expect(growth && Object.fromEntries([...growth].filter(([code]) => !old.has(code)))).toEqual(added)
    if (growth !== null) for (const code of old) expect(growth.get(code)).toBe('told')
  })
})

describe('rows of an earlier day', () => {
  const list = (...codes: readonly (readonly [string, string | null])[]) => ({
    ...region!,
    codes: codes.map(([code, parent]) => ({ code, parent, level: 0, labels: { en: code } })),
  })
  const shown = (code: string, value: number | null, asOf: string | null) => ({
    coordinates: [code],
    asOf,
    figures: [value === null ? { value, status: 'c' as const } : { value, status: 'A' as const }],
  })
  const before = {
    codes: [list(['_T', null], ['a', '_T'], ['b', '_T'])],
    rows: [shown('_T', 30, '2026-04-30'), shown('a', 18, '2026-03-31'), shown('b', 12, '2026-04-30')],
  }
  const { shape } = countTable([list(['_T', null], ['a', '_T'], ['new', '_T'], ['b', '_T'], ['b1', 'b'])], {})
  const seen = (rows: ReturnType<EarlierRows['of']>[number]) =>
    rows.map(({ asOf, figures, by }) => [asOf, figures[0]!.value, by])

  it('are where they were, new ones are known to have been empty, and parts are not known', () => {
    expect(seen(new EarlierRows([shape]).of('2026-04-30', new Map([['table', before]]))[0]!)).toEqual([
      ['2026-04-30', 30, 'own'],
      ['2026-03-31', 18, 'own'],
      ['2026-04-30', 0, 'empty'],
      ['2026-04-30', 12, 'own'],
      [null, null, 'nothing'],
    ])
  })

  it('are known of a table that was not out yet where another one had the figure', () => {
    const added = { ...countTable([list(['_T', null], ['a', '_T'], ['b', '_T'])], {}).shape, id: 'added' }
    const rows = new EarlierRows([added, shape]).of('2026-04-30', new Map([['table', before]]))[0]!
    expect(seen(rows)).toEqual([
      ['2026-04-30', 30, 'other'],
      [null, null, 'other'],
      ['2026-04-30', 12, 'other'],
    ])
  })
})

/** The simulated school, in which nobody is in a place before the month that it opens in. */
function openingLater(seed: number, length: number, place: string, opens: number): readonly Night[] {
  return simulate(seed, length).map(
    (night, n) =>
      new Map(
        [...night].map(([learner, at]) => [
          learner,
          n < opens && at?.startsWith(`${place} `) ? (learner % 2 === 0 ? 's1 f' : null) : at,
        ]),
      ),
  )
}

describe('a stock whose codes grow', { timeout: 400_000 }, () => {
  it.each([7])(
    'tells a reader of all releases of no change of 1 to k − 1, who knows that nobody had the new code before (seed %i)',
    async (seed) => {
      const nights = openingLater(seed, 4, 's2', 2)
      const school = await stockSchool(k)
      const all = school.hierarchies['district.csv']!
      for (let m = 0; m < nights.length; m++) {
        school.hierarchies['district.csv'] = m < 2 ? all.replace('s2;south;*\n', '') : all
        await fillSchool(school, nights, m)
        const { outcome, periods } = await school.run(monthOf(m))
        expect(outcome, periods.flatMap(({ reasons }) => reasons).join('; ')).toBe('done')
      }
      const seen = (
        await seenIn(
          months.slice(0, nights.length).map(() => school),
          'registered',
        )
      ).map(({ shown }, m) => ({
        shown: shown.map((count, row) =>
          m < 2 && Math.floor(row / 3) === region!.codes.findIndex(({ code }) => code === 's2') ? 0 : count,
        ),
      }))
      expect(seenChanges(nights, seen, k)).toEqual([])
    },
  )

  it('shows the whole that enough newcomers of a new code are part of', async () => {
    const first: Night = new Map(
      places
        .filter((place) => !place.startsWith('s2'))
        .flatMap((place, leaf) => Array.from({ length: 18 }, (_, i) => [leaf * 18 + i, place] as const)),
    )
    const newcomers = ['s2 f', 's2 m'].flatMap((place, at) =>
      Array.from({ length: 8 }, (_, i) => [1000 + at * 8 + i, place] as const),
    )
    const nights: readonly Night[] = [first, new Map([...first, ...newcomers])]
    const school = await stockSchool(k)
    const all = school.hierarchies['district.csv']!
    for (const m of [0, 1]) {
      school.hierarchies['district.csv'] = m === 0 ? all.replace('s2;south;*\n', '') : all
      await fillSchool(school, nights, m)
      await school.run(monthOf(m))
    }
    const [, later] = await seenIn([school, school], 'registered')
    expect(later!.shown[0]).toBe(160)
  })
})
