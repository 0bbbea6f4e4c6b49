import { expect, it } from 'vitest'
import type { DerivedMeasure } from '../../../schemas/cell.ts'
import { derivedFigure } from '../../../transforms/audit/derived-figures.ts'
import { auditFromOutside, auditRelease } from '../../../transforms/audit/verdict.ts'
import { brief, counted, dimension, held, measure, parameters, shape, unlimited } from './tables.ts'

const title = { en: 'x' }
const ratio: DerivedMeasure = {
  name: 'rate',
  title,
  type: 'ratio',
  numerator: 'passed',
  denominator: 'assessed',
}
const mean: DerivedMeasure = { name: 'mean', title, type: 'mean', score: 'score', decimals: 1 }
const median: DerivedMeasure = { name: 'median', title, type: 'median', score: 'score' }
const measures = [measure('assessed'), measure('passed', { within: 'assessed' })]
const of = shape([dimension('region', [])], {
  baseMeasures: measures,
  derivedMeasures: [ratio, mean, median],
})

function histogram(scores: readonly number[]): readonly number[] {
  return Array.from({ length: 101 }, (_, percent) => scores.filter((score) => score === percent).length)
}

function read(measure: DerivedMeasure, counts: readonly number[], scores: readonly number[] = []) {
  const { cells } = counted(
    of,
    () => counts,
    () => ({ scores: { score: histogram(scores) } }),
  )
  return derivedFigure(measure, of, cells[0]!, parameters)
}

it.each([
  { passed: 25, assessed: 40, value: 63, status: 'A', because: '62.5 is rounded up' },
  { passed: 13, assessed: 40, value: 33, status: 'A', because: '32.5 is rounded up' },
  { passed: 10, assessed: 20, value: 50, status: 'A', because: '20 are enough' },
  { passed: 10, assessed: 19, value: null, status: 'c', because: '19 are too few' },
  { passed: 0, assessed: 0, value: null, status: 'z', because: 'there is nobody' },
])('reads $passed of $assessed as $value $status: $because', ({ passed, assessed, value, status }) => {
  expect(read(ratio, [assessed, passed])).toEqual({ value, status })
})

const ten = [40, 40, 40, 40, 45, 55, 60, 60, 60, 61]
it.each([
  { measure: mean, scores: ten, value: 501, status: 'A', because: '50.1' },
  {
    measure: mean,
    scores: [...new Array(19).fill(50), 51],
    value: 501,
    status: 'A',
    because: '50.05 is rounded up',
  },
  { measure: mean, scores: ten.slice(1), value: null, status: 'c', because: 'nine are too few' },
  { measure: mean, scores: [], value: null, status: 'z', because: 'there is nobody' },
  { measure: median, scores: ten, value: 40, status: 'A', because: 'the lower median is 45' },
  { measure: median, scores: [...ten, 70], value: 50, status: 'A', because: 'the median is 55' },
  {
    measure: median,
    scores: new Array(10).fill(100),
    value: 90,
    status: 'A',
    because: '100 is in the last band',
  },
  { measure: median, scores: [], value: null, status: 'z', because: 'there is nobody' },
])('reads $measure.type as $value $status: $because', ({ measure, scores, value, status }) => {
  expect(read(measure, [20, 10], scores)).toEqual({ value, status })
})

it('holds every derived figure against the count, and a ratio against its published counts', async () => {
  const truth = counted(
    of,
    () => [40, 25],
    () => ({ scores: { score: histogram([...ten, ...ten, ...ten, ...ten]) } }),
  )
  const right = [40, 25, 63, 501, 40]
  const table = (values: readonly number[]) => ({
    shape: of,
    rows: [{ coordinates: ['_T'], figures: values.map((value) => ({ value, status: 'A' as const })) }],
  })
  const judge = async (values: readonly number[]) => {
    const { report } = await auditRelease([table(values)], held(truth), parameters, unlimited)
    const outside = await auditFromOutside([table(values)], parameters, unlimited)
    return [brief(report.findings), brief(outside.findings)]
  }
  expect(await judge(right)).toEqual([[], []])
  expect(await judge([40, 25, 62, 501, 40])).toEqual([
    ['arithmetic _T', 'figure-not-as-counted _T'],
    ['arithmetic _T'],
  ])
  const other = ['figure-not-as-counted _T', 'model-contradicts-count _T']
  expect(await judge([40, 25, 63, 500, 40])).toEqual([other, []])
  expect(await judge([40, 25, 63, 501, 50])).toEqual([['figure-not-as-counted _T'], []])
})
