import { describe, expect, it } from 'vitest'
import type { DerivedMeasure, RowJudgement, TabulatedTable } from '../../../schemas/cell.ts'
import { applyPattern } from '../../../transforms/disclosure/apply-pattern.ts'
import { meanOf, medianBandOf } from '../../../transforms/disclosure/score-histogram.ts'
import { countTable, held } from './tables.ts'

const published: RowJudgement = { status: 'published', reasons: [] }
const limits = { minimumContributors: 10, percentageBase: 20 }

function table(
  figures: readonly number[],
  derivedMeasures: readonly DerivedMeasure[],
  scores: readonly number[],
) {
  const base = countTable([], {})
  const baseMeasures = figures.map((_, i) => ({
    ...base.shape.baseMeasures[0]!,
    name: `m${i}`,
    counts: `m${i}`,
  }))
  const measures = figures.map((value) => ({ value, contributors: value, largest: [] }))
  const cell = {
    coordinates: [],
    contributors: figures[0]!,
    measures,
    outcomes: {},
    scores: { score: scores },
  }
  return { shape: { ...base.shape, baseMeasures, derivedMeasures }, cells: [cell] } satisfies TabulatedTable
}

/** Learners by per cent from `[score, learners]` pairs. */
function histogram(...pairs: readonly (readonly [number, number])[]): readonly number[] {
  return Array.from({ length: 101 }, (_, score) => pairs.find(([at]) => at === score)?.[1] ?? 0)
}

describe('applyPattern', () => {
  it.each([
    { part: 1, whole: 40, value: 3, status: 'A', because: '2.5 is rounded half up' },
    { part: 7, whole: 20, value: 35, status: 'A', because: 'the base is just large enough' },
    { part: 7, whole: 19, value: null, status: 'c', because: 'the base is too small' },
    { part: 0, whole: 0, value: null, status: 'z', because: 'there is nobody' },
  ])('gives $value for $part of $whole: $because', ({ part, whole, value, status }) => {
    const ratio = {
      name: 'share',
      type: 'ratio',
      numerator: 'm1',
      denominator: 'm0',
      title: { en: 's' },
    } as const
    const [first] = applyPattern(held(table([whole, part], [ratio], [])), [pattern(published)], limits, [])
    expect(first!.rows[0]!.figures).toEqual([
      { value: whole, status: 'A' },
      { value: part, status: 'A' },
      { value, status },
    ])
  })

  it.each([
    {
      scores: histogram([70, 5], [71, 5]),
      mean: { value: 705, status: 'A' },
      median: { value: 70, status: 'A' },
    },
    { scores: histogram([70, 9]), mean: { value: null, status: 'c' }, median: { value: null, status: 'c' } },
    { scores: histogram(), mean: { value: null, status: 'z' }, median: { value: null, status: 'z' } },
  ])('derives mean $mean.status and median $median.status', ({ scores, mean, median }) => {
    const derived = [
      { name: 'mean', type: 'mean', score: 'score', decimals: 1, title: { en: 'mean' } },
      { name: 'median', type: 'median', score: 'score', title: { en: 'median' } },
    ] as const
    const [first] = applyPattern(held(table([12], derived, scores)), [pattern(published)], limits, [])
    expect(first!.rows[0]!.figures.slice(1)).toEqual([mean, median])
  })

  it.each(['primary', 'complementary'] as const)('hides every figure of a %s row', (status) => {
    const median = { name: 'median', type: 'median', score: 'score', title: { en: 'median' } } as const
    const [first] = applyPattern(
      held(table([12], [median], histogram([50, 12]))),
      [pattern({ status, reasons: ['threshold'] })],
      limits,
      [],
    )
    const hidden = { value: null, status: 'c' }
    expect(first!.rows[0]!.figures).toEqual([hidden, hidden])
  })

  it('refuses a pattern for another table', () => {
    const other = { table: 'other', rows: [published] }
    expect(() => applyPattern(held(table([12], [], [])), [other], limits, [])).toThrow(
      'judgement for each row',
    )
  })
})

function pattern(row: RowJudgement) {
  return { table: 'table', rows: [row] }
}

describe('score histogram', () => {
  it.each([
    { scores: histogram([0, 1], [1, 1]), decimals: 0, mean: 1, because: 'a half is rounded up' },
    { scores: histogram([71, 6], [72, 1]), decimals: 2, mean: 7114, because: '498 / 7 is 71.142…' },
    { scores: histogram([100, 3]), decimals: 1, mean: 1000, because: 'all are perfect' },
  ])('has mean $mean: $because', ({ scores, decimals, mean }) => {
    expect(meanOf(scores, decimals)).toBe(mean)
  })

  it.each([
    { scores: histogram([9, 1], [10, 1]), band: 0, because: 'the first of two is the ⌈n/2⌉-th' },
    { scores: histogram([9, 1], [10, 2]), band: 10, because: 'the second of three is 10' },
    { scores: histogram([100, 3]), band: 90, because: '100 belongs to the band of 90' },
  ])('has its median in band $band: $because', ({ scores, band }) => {
    expect(medianBandOf(scores)).toBe(band)
  })
})
