import { describe, expect, it } from 'vitest'
import { policySchema } from '../../../schemas/policy.ts'
import { plan, table } from './plans.ts'

describe('zeros', () => {
  const open = policySchema.parse({ zeros: { publish: true, reason: 'an empty course is no secret' } })
  it.each([
    { because: 'nothing is said', change: {}, policy: undefined, zeros: 'protect' },
    {
      because: 'the table says so',
      change: { zeros: { publish: true, reason: 'an empty day is no secret' } },
      policy: undefined,
      zeros: 'publish',
    },
    { because: 'the policy says so', change: {}, policy: open, zeros: 'publish' },
  ])('are to $zeros when $because', ({ change, policy, zeros }) =>
    expect(plan(change, policy).shape.zeros).toBe(zeros),
  )
})

it('counts its cells against its budget', () => {
  const dimensions = { region: {}, gender: {} }
  expect(plan({ dimensions, cellBudget: 21 }).shape.cellBudget).toBe(21)
  expect(() => plan({ dimensions, cellBudget: 20 })).toThrow('table t may have 20 cells. Provided value: 21')
})

describe('a table is refused', () => {
  const ofTests = (measures: object) => ({ from: 'test_results', measures })
  it.each([
    {
      because: 'a dimension is unknown',
      change: { dimensions: { mood: {} } },
      message: 'names a dimension that the project does not have. Provided value: mood',
    },
    {
      because: 'the fact has no course',
      change: { from: 'registrations', dimensions: { course: {} } },
      message: 'Provided value: course',
    },
    {
      because: 'the fact has no such outcome',
      change: { dimensions: { outcome: {} } },
      message: 'Provided value: outcome',
    },
    {
      because: 'an attribute has no such level',
      change: { dimensions: { region: { level: 'village' } } },
      message: 'region has the levels town, zone. Provided value: village',
    },
    {
      because: 'a level is finer than the pinned one',
      change: { dimensions: { pinned: { level: 'level_0' } } },
      message: 'may not show pinned finer than its pinned level. Provided value: level_0',
    },
    {
      because: 'tests have no lessons',
      change: { ...ofTests(table.measures), dimensions: { course: { level: 'lesson' } } },
      message: 'needs one of the levels course, track. Provided value: lesson',
    },
    {
      because: 'days have no other level',
      change: { dimensions: { day: { level: 'week' } } },
      message: 'can show day at the level day only. Provided value: week',
    },
    {
      because: 'scores have no such bands',
      change: { ...ofTests(table.measures), dimensions: { outcome: { level: 'five' } } },
      message: 'needs outcome at one of the levels pass, broad, ten',
    },
    {
      because: 'a result is shown at another level',
      change: { from: 'progress', dimensions: { result: { level: 'broad' } } },
      message: 'must show result at its pinned level',
    },
    {
      because: 'a quantity is unknown',
      change: { measures: { m: { sum: 'clicks' } } },
      message: 'sums a quantity that lesson_views does not have. Provided value: clicks',
    },
    {
      because: 'an indicator is unknown',
      change: { measures: { m: { count: 'learners', where: 'passed' } } },
      message: 'names an indicator that lesson_views does not have. Provided value: passed',
    },
    {
      because: 'progress has no moment of its own',
      change: { from: 'progress' },
      message: 'must say where: for active',
    },
    {
      because: 'a score is unknown',
      change: { measures: { ...table.measures, m: { mean: 'score' } } },
      message: 'names a score that lesson_views does not have. Provided value: score',
    },
    {
      because: 'it only derives',
      change: ofTests({ m: { mean: 'score' } }),
      message: 'needs a measure that counts or sums',
    },
    {
      because: 'a mean needs its base',
      change: ofTests({ n: { count: 'events' }, m: { mean: 'score' } }),
      message: 'needs count: learners beside its mean or median',
    },
    {
      because: 'a ratio is upside down',
      change: ofTests({
        a: { count: 'learners' },
        p: { count: 'learners', where: 'passed' },
        r: { ratio: ['a', 'p'] },
      }),
      message: 'Provided value: a, p',
    },
    {
      because: 'a ratio is of events',
      change: ofTests({
        a: { count: 'events' },
        p: { count: 'events', where: 'passed' },
        r: { ratio: ['p', 'a'] },
      }),
      message: 'Provided value: p, a',
    },
    {
      because: 'events have no latest outcome of their own',
      change: {
        ...ofTests({ a: { count: 'learners' }, e: { count: 'events' } }),
        dimensions: { outcome: {} },
      },
      message: 'may count only learners along an outcome',
    },
    {
      because: 'passed is one category of the outcome',
      change: {
        ...ofTests({ a: { count: 'learners' }, p: { count: 'learners', where: 'passed' } }),
        dimensions: { outcome: {} },
      },
      message: 'may not count a part of the outcome that it is sorted by',
    },
    {
      because: 'results are those of the finished',
      change: {
        from: 'progress',
        dimensions: { result: {} },
        measures: { n: { count: 'learners', where: 'enrolled' } },
      },
      message: 'must count where: finished along result',
    },
  ])('when $because', ({ change, message }) => expect(() => plan(change)).toThrow(message))
})
