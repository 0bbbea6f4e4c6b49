import { describe, expect, it } from 'vitest'
import type { Dimension, TabulatedTable } from '../../schemas/cell.ts'
import { matrixCoordinates } from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'
import { joinPeriods } from '../../transforms/audit/joint-periods.ts'
import { linkPeriods } from '../../transforms/disclosure/link-periods.ts'
import { dimension, flat } from './disclosure/tables.ts'
import { judgeLonger, type PastRelease, releaseAlone, releaseLonger } from './longer-periods.ts'
import { activeTable, type Kind, kinds, months, quarter } from './months-of-learners.ts'

const place = dimension('place', flat('n', 's'))
const [october] = months

/** Numbers of learners by kind, the others being 0. */
function learners(...groups: readonly (Kind & { readonly count: number })[]): readonly number[] {
  return kinds.map(
    (kind) =>
      groups.find((one) => one.place === kind.place && one.taken.join() === kind.taken.join())?.count ?? 0,
  )
}

/** Published figures of the first measure, by the row's codes. */
function shown({ published }: PastRelease) {
  return Object.fromEntries(
    published[0]!.rows.map(({ coordinates, figures }) => [coordinates.join(' '), figures[0]!.value]),
  )
}

describe('three newcomers to the north after October', () => {
  const school = learners(
    { place: 'n', taken: ['a', 'a', null], count: 20 },
    { place: 'n', taken: [null, 'a', null], count: 3 },
    { place: 's', taken: ['a', null, null], count: 40 },
    { place: 's', taken: [null, null, 'a'], count: 40 },
  )
  const table = (of: Period) => activeTable(school, of, false, [place])
  const past = () => Promise.all(months.map((month) => releaseAlone(month, table(month))))

  it('are no secret of any month', async () => {
    expect((await past()).map(shown)).toEqual([
      { _T: 60, n: 20, s: 40 },
      { _T: 23, n: 23, s: 0 },
      { _T: 40, n: 0, s: 40 },
    ])
  })

  it('would follow from a quarter that is protected by itself, which the audit refuses', async () => {
    const alone = await releaseAlone(quarter, table(quarter))
    expect(shown(alone)).toEqual({ _T: 103, n: 23, s: 80 })
    const { report, released } = await judgeLonger(alone, await past())
    expect(released).toBeNull()
    expect(new Set(report.findings.map(({ rule }) => rule))).toContain('few-contributors')
  })

  it('do not follow from the quarter beside its months: the north is hidden, and a second figure with it', async () => {
    const before = await past()
    const released = await releaseLonger(quarter, [table(quarter)], before)
    const { n, ...others } = shown(released)
    expect(n).toBeNull()
    expect(Object.values(others).filter((value) => value === null)).toHaveLength(1)
    expect((await judgeLonger(released, before)).report.findings).toEqual([])
  })

  it('are no secret either where the audit is told of fewer learners than there are', async () => {
    const before = await past()
    const released = await releaseLonger(quarter, [table(quarter)], before)
    const wrong = activeTable(
      school.map((count, i) => (kinds[i]!.place === 'n' ? 0 : count)),
      quarter,
      false,
      [place],
    )
    const { report } = await judgeLonger({ ...released, truth: [wrong] }, before)
    expect(report.findings.map(({ rule }) => rule)).toContain('model-contradicts-count')
  })
})

it('is not held against a quarter what two learners can compute from its months alone', async () => {
  const school = learners(
    { place: 'n', taken: ['a', 'a', null], count: 20 },
    { place: 'n', taken: [null, 'a', null], count: 4 },
    // The only two outside November know that, and so how many there are in the quarter.
    { place: 'n', taken: ['a', null, null], count: 2 },
    { place: 's', taken: ['a', null, null], count: 40 },
    { place: 's', taken: [null, null, 'a'], count: 40 },
  )
  const table = (of: Period) => activeTable(school, of, false, [place])
  const past = await Promise.all(months.map((month) => releaseAlone(month, table(month))))
  const released = await releaseLonger(quarter, [table(quarter)], past)
  expect(shown(released)['n']).toBeNull()
  const { report } = await judgeLonger(released, past)
  expect(report.findings).toEqual([])
  expect(report.facts.unavoidableLeaks).toBeGreaterThan(0)
})

/** The same release with all rows hidden that are not empty. */
function hidingAll(release: PastRelease): PastRelease {
  const figures = [{ value: null, status: 'c' as const }]
  return {
    ...release,
    published: release.published.map(({ shape, rows }) => ({
      shape,
      rows: rows.map((row) => (row.figures[0]!.value === 0 ? row : { ...row, figures })),
    })),
  }
}

it('leaves months as they are, beside tables that are not rolled up', async () => {
  const school = learners(
    { place: 'n', taken: ['a', 'b', null], count: 20 },
    { place: 's', taken: ['b', null, null], count: 5 },
    { place: 's', taken: [null, 'a', 'a'], count: 40 },
  )
  const byPlace = (of: Period) => {
    const { shape, cells } = activeTable(school, of, false, [place])
    return { shape: { ...shape, id: 'by-place' }, cells }
  }
  const safe = await Promise.all(
    months.map((month) => releaseAlone(month, activeTable(school, month), byPlace(month))),
  )
  // November's release hides more than need be: nobody shows it afterwards.
  const past = safe.map((one) => (one.period.id === '2026-11' ? hidingAll(one) : one))
  const released = await releaseLonger(quarter, [activeTable(school, quarter)], past)
  const rows = released.joint!.shown.flatMap((table, t) =>
    table.rows.map((row, r) => ({ ...row, out: released.joint!.preferences[t]!.required[r] })),
  )
  const ofMonths = rows.filter(({ coordinates: [period] }) => period !== quarter.id)
  expect(ofMonths).toHaveLength(3 * (9 + 3))
  expect(ofMonths.filter(({ out }) => out === 0).length).toBeGreaterThan(4)
  expect(ofMonths.filter(({ figures, out }) => (figures[0]!.value !== null) !== (out === 1))).toEqual([])
  expect((await judgeLonger(released, past)).report.findings).toEqual([])
})

/** A table of one count in every cell. */
function constant(dimensions: readonly Dimension[], of: Period, value = 20): TabulatedTable {
  const { shape } = activeTable(learners(), of, false, [place])
  const cells = [...matrixCoordinates(dimensions)].map((coordinates) => ({
    coordinates,
    contributors: value,
    measures: [{ value, contributors: value, largest: [] }],
    outcomes: {},
    scores: {},
  }))
  return { shape: { ...shape, dimensions }, cells }
}

describe('codes that differ between periods', () => {
  const course = (...codes: readonly string[]) => dimension('course', flat(...codes), 'event')
  const open = (dimensions: readonly Dimension[]) => {
    const table = constant(dimensions, quarter)
    const preferences = {
      required: new Uint8Array(table.cells.length),
      weights: new Float64Array(table.cells.length).fill(1),
    }
    return [{ period: quarter, table, preferences }]
  }
  const released = (dimensions: readonly (readonly Dimension[])[]) =>
    months.map((period, m) => {
      const table = constant(dimensions[m]!, period)
      return { period, table, shown: new Uint8Array(table.cells.length).fill(1) }
    })

  it('are known to be empty where a course was added later', () => {
    const [early, late] = [[course('a')], [course('a', 'b')]]
    const { tables, preferences, open: places } = linkPeriods(open(late), released([early, early, late]))
    expect(tables).toHaveLength(1)
    const rows = tables[0]!.cells.map(({ coordinates: [period, code], contributors }, row) => [
      period,
      code,
      contributors,
      preferences[0]!.required[row],
    ])
    expect(rows.filter(([, code]) => code === 'b')).toEqual([
      ['2026-Q4', 'b', 20, 0],
      ['2026-10', 'b', 0, 1],
      ['2026-11', 'b', 0, 1],
      ['2026-12', 'b', 20, 1],
    ])
    expect([...places[0]!.rows]).toEqual([0, 1, 2])
  })

  it('are refused where an attribute got another code, by both', () => {
    const [before, after] = [[place], [dimension('place', flat('n', 's', 'w'))]]
    expect(() => linkPeriods(open(after), released([before, after, after]))).toThrow(
      /^withheld: a table that is rolled up keeps dimensions, levels, codes and measures/,
    )
    const joint = (dimensions: readonly Dimension[], period: Period) => {
      const truth = constant(dimensions, period)
      const rows = truth.cells.map(({ coordinates }) => ({
        coordinates,
        figures: [{ value: 20, status: 'A' as const }],
      }))
      return { period, truth, published: { shape: truth.shape, rows } }
    }
    expect(joinPeriods([joint(after, quarter), joint(before, october!)])).toBeNull()
    expect(joinPeriods([joint(before, quarter), joint(after, october!)])).toBeNull()
  })

  it('are refused where a month is missing', () => {
    const all = released([[place], [place], [place]])
    expect(() => linkPeriods(open([place]), [all[0]!, all[2]!])).toThrow(/made of all its parts: 2026-Q4/)
  })
})
