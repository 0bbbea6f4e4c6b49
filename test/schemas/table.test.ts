import { describe, expect, it } from 'vitest'
import { factNames } from '../../schemas/fact.ts'
import { measureSchema, tableSchema } from '../../schemas/table.ts'

const table = {
  id: 't',
  title: { en: 'T' },
  from: 'lesson_views',
  dimensions: {},
  measures: { active: { count: 'learners' } },
}
const accepts = (change: object) => tableSchema.safeParse({ ...table, ...change }).success

describe('a measure', () => {
  it.each([
    { count: 'learners' },
    { count: 'events', where: 'passed' },
    { sum: 'minutes' },
    { ratio: ['passed', 'assessed'] },
    { mean: 'score', decimals: 2 },
    { median: 'score', title: { en: 'Median' } },
  ])('may be %j', (measure) => {
    expect(measureSchema.safeParse(measure).success).toBe(true)
  })
  it.each([
    { because: 'it is of no kind', measure: {} },
    { because: 'it is of two kinds', measure: { count: 'learners', sum: 'minutes' } },
    { because: 'rows are not counted', measure: { count: 'rows' } },
    { because: 'a sum has no condition', measure: { sum: 'minutes', where: 'passed' } },
    { because: 'a ratio has two sides', measure: { ratio: ['passed'] } },
    { because: 'a ratio has no third side', measure: { ratio: ['a', 'b', 'c'] } },
    { because: 'more than two decimals tell too much', measure: { mean: 'score', decimals: 3 } },
    { because: 'minima name one learner', measure: { min: 'score' } },
    { because: 'maxima name one learner', measure: { max: 'score' } },
  ])('is refused since $because', ({ measure }) => {
    expect(measureSchema.safeParse(measure).success).toBe(false)
  })
  it('rounds means to one decimal unless told', () => {
    expect(measureSchema.parse({ mean: 'score' })).toEqual({ mean: 'score', decimals: 1 })
  })
})

describe('a table', () => {
  it('has defaults', () => {
    expect(tableSchema.parse(table)).toMatchObject({ period: {}, cellBudget: 100_000 })
  })
  it.each(factNames)('may count from %s', (from) => expect(accepts({ from })).toBe(true))
  it.each([
    { because: 'it counts from nothing known', change: { from: 'payments' } },
    { because: 'it has no measure', change: { measures: {} } },
    { because: 'its id is not kebab-case', change: { id: 'T_1' } },
    { because: 'a dimension is not snake_case', change: { dimensions: { 'a b': {} } } },
    { because: 'zeros are published without a reason', change: { zeros: { publish: true } } },
    { because: 'its budget is nothing', change: { cellBudget: 0 } },
    { because: 'its budget is over ten million', change: { cellBudget: 10_000_001 } },
    { because: 'it loosens the policy', change: { minimumContributors: 2 } },
    { because: 'it has no English title', change: { title: { uz: 'T' } } },
  ])('is refused since $because', ({ change }) => expect(accepts(change)).toBe(false))
})
