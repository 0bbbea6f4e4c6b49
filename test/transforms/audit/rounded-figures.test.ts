import { describe, expect, it } from 'vitest'
import type { PublishedTable } from '../../../schemas/cell.ts'
import type { AppliedRounding } from '../../../schemas/rounding.ts'
import { isRoundingOf, trueRange } from '../../../transforms/audit/rounded-figures.ts'
import { auditFromOutside, auditRelease } from '../../../transforms/audit/verdict.ts'
import {
  brief,
  counted,
  dimension,
  held,
  measure,
  parameters,
  published,
  shape,
  sums,
  tampered,
  unlimited,
} from './tables.ts'

const rounding = (
  method: AppliedRounding['method'],
  base: AppliedRounding['base'] = 5,
  within: AppliedRounding['within'] = 1,
) => ({ ...parameters, rounding: { base, method, within } })

describe('trueRange', () => {
  it.each([
    {
      value: 10,
      limits: rounding('conventional'),
      range: [10, 12],
      because: 'the threshold of 10 is public',
    },
    { value: 25, limits: rounding('conventional'), range: [23, 27], because: 'half a base lies either way' },
    { value: 20, limits: rounding('conventional', 10), range: [15, 24], because: 'ties go up' },
    {
      value: 12,
      limits: rounding('controlled', 3),
      range: [10, 14],
      because: 'less than a base lies either way',
    },
    { value: 25, limits: rounding('controlled', 5, 2), range: [16, 34], because: 'the rounding was relaxed' },
    {
      value: 9,
      limits: rounding('conventional', 3),
      range: [10, 10],
      because: 'only 10 is both allowed and near',
    },
    { value: 0, limits: rounding('controlled'), range: [0, 0], because: 'a zero stays zero' },
    { value: 10, limits: parameters, range: [10, 10], because: 'figures are as counted' },
  ])('takes $value for $range since $because', ({ value, limits, range }) => {
    const { least, most } = trueRange(value, measure('learners'), limits)
    expect([least, most]).toEqual(range)
  })

  it('bounds a sum by its rounding alone', () => {
    expect(trueRange(10, measure('minutes', { type: 'sum' }), rounding('conventional'))).toEqual({
      least: 8,
      most: 12,
    })
  })
})

describe('isRoundingOf', () => {
  it.each([
    { value: 10, count: 12, limits: rounding('conventional'), is: true },
    { value: 15, count: 12, limits: rounding('conventional'), is: false },
    { value: 15, count: 12, limits: rounding('controlled'), is: true },
    { value: 20, count: 12, limits: rounding('controlled'), is: false },
    { value: 15, count: 10, limits: rounding('controlled'), is: false },
    { value: 15, count: 10, limits: rounding('controlled', 5, 2), is: true },
    { value: 12, count: 12, limits: rounding('controlled'), is: false },
    { value: 5, count: 0, limits: rounding('controlled', 5, 2), is: false },
    { value: 0, count: 4, limits: rounding('controlled'), is: false },
  ])('$value of $count: $is', ({ value, count, limits, is }) => {
    expect(isRoundingOf(value, count, measure('learners'), limits)).toBe(is)
  })
})

/** Every published figure by its nearest multiple of 5. */
function nearest(table: PublishedTable): PublishedTable {
  const rows = table.rows.map((row) => ({
    ...row,
    figures: row.figures.map((figure) =>
      figure.value === null ? figure : { ...figure, value: 5 * Math.round(figure.value / 5) },
    ),
  }))
  return { ...table, rows }
}

const rows = dimension('row', ['a', 'b', 'c'])
const columns = dimension('column', ['x', 'y', 'z'])
const block = counted(
  shape([rows, columns]),
  sums([rows, columns], {
    'a x': 3,
    'a y': 12,
    'a z': 41,
    'b x': 13,
    'b y': 26,
    'b z': 17,
    'c x': 22,
    'c y': 33,
    'c z': 12,
  }),
)
const hidden = new Set(['a x', 'a y', 'b x', 'b y'])
const release = nearest(published(block, (coordinates) => hidden.has(coordinates.join(' '))))

describe('the audit of a rounded release', () => {
  const limits = { ...rounding('conventional'), intervalWidth: 10 }

  it('passes what it would pass unrounded, from inside and outside', async () => {
    const { report, released } = await auditRelease([release], held(block), limits, unlimited)
    expect(brief(report.findings)).toEqual([])
    expect(released).toEqual([release])
    expect((await auditFromOutside([release], limits, unlimited)).findings).toEqual([])
  })

  it('finds a figure that no rounding of its count gives', async () => {
    const { report, released } = await auditRelease(
      [tampered(release, 'c x', 5)],
      held(block),
      limits,
      unlimited,
    )
    expect(brief(report.findings)).toContain('figure-not-as-counted c x')
    expect(released).toBeNull()
  })

  it('finds a figure that is no multiple, with no source at all', async () => {
    const report = await auditFromOutside([tampered(release, 'c x', 1)], limits, unlimited)
    expect(brief(report.findings)).toContain('arithmetic c x')
  })

  it('holds figures that were rounded together to their sums, others not', async () => {
    // 41 + 17 + 12 = 70, but 40 + 15 + 10 = 65.
    const together = await auditFromOutside([release], rounding('controlled'), unlimited)
    expect(brief(together.findings)).toContain('arithmetic _T z')
    expect((await auditFromOutside([release], limits, unlimited)).findings).toEqual([])
  })

  it('finds a hidden count that rounding does not keep from lying below the threshold', async () => {
    // 20 less 20 is at most 22 - 18.
    const pair = counted(shape([dimension('row', ['a', 'b'])]), ([row]) => [
      { _T: 22, a: 20, b: 2 }[row!] ?? 0,
    ])
    const shown = nearest(published(pair, ([row]) => row === 'b'))
    expect(brief((await auditFromOutside([shown], limits, unlimited)).findings)).toEqual([
      'below-threshold b',
    ])
    const { report } = await auditRelease([shown], held(pair), limits, unlimited)
    expect(brief(report.findings)).toContain('exact-recovery b')
  })

  it('judges nested measures by what was counted, not by what rounding makes of them', async () => {
    const measures = [measure('assessed'), measure('passed', { within: 'assessed' })]
    const results = counted(shape([], { baseMeasures: measures }), () => [44, 40])
    const shown = nearest(published(results, () => false))
    const { report } = await auditRelease([shown], held(results), limits, unlimited)
    expect(brief(report.findings)).toContain('few-contributors')
  })
})

describe('a percentage beside rounded counts', () => {
  const measures = [measure('assessed'), measure('passed', { within: 'assessed' })]
  const derivedMeasures = [
    {
      name: 'rate',
      title: { en: 'Rate' },
      type: 'ratio' as const,
      numerator: 'passed',
      denominator: 'assessed',
    },
  ]
  const results = counted(shape([], { baseMeasures: measures, derivedMeasures }), () => [52, 31])
  const figures = (rate: number) => [
    { value: 50, status: 'A' as const },
    { value: 30, status: 'A' as const },
    { value: rate, status: 'A' as const },
  ]
  const release = (rate: number) => [
    { shape: results.shape, rows: [{ coordinates: [], figures: figures(rate) }] },
  ]

  it.each([
    { rate: 60, of: 'the rounded counts', found: [] },
    { rate: 67, of: 'nothing', found: ['arithmetic', 'figure-not-as-counted'] },
  ])('is that of $of: $found', async ({ rate, found }) => {
    const { report } = await auditRelease(release(rate), held(results), rounding('conventional'), unlimited)
    expect(brief(report.findings)).toEqual(found)
  })
})
